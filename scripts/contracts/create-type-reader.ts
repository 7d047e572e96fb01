import { SignatureKind, SymbolFlags, type Checker, type Symbol, type Type } from 'typescript/unstable/sync';

import type { Calls, LockedCall, LockedFields, LockedType } from './contract-lock.ts';

/** Turns the compiler's types into plain data. */
export interface TypeReader {
  /** The objects met so far that have a name of their own. */
  readonly objects: Record<string, LockedFields>;
  /** The calls of an interface, by method. */
  readMethods(symbol: Symbol): Calls;
  readFunction(symbol: Symbol): LockedCall;
  /** What an interface or a type declares. */
  readDeclared(symbol: Symbol): LockedType;
}

const untyped = 'A type on the wire is any, or not to be resolved; see: pnpm exec tsc, in packages/workflows';

export function createTypeReader(checker: Checker): TypeReader {
  const objects: Record<string, LockedFields> = {};
  const owners = new Map<string, number>();

  function readCall(symbol: Symbol): LockedCall {
    const [signature] = checker.getSignaturesOfType(typeOf(symbol), SignatureKind.Call);
    const result = signature && checker.getReturnTypeOfSignature(signature);
    if (!signature || !result) throw new Error(`${symbol.name}: not a function`);
    return {
      takes: signature.getParameters().map((given) => read(typeOf(given))),
      gives: read(awaited(result)),
    };
  }

  function read(type: Type): LockedType {
    if (type.isErrorType() || type.id === checker.getAnyType().id) throw new Error(untyped);
    if (type.isUnionType()) return toUnion(type.getTypes().map(read));
    if (type.isStringLiteralType()) return `'${type.value}'`;
    if (checker.isArrayType(type)) {
      const [item] = type.isTypeReference() ? checker.getTypeArguments(type) : [];
      return { list: item ? read(item) : 'unknown' };
    }
    return type.isObjectType() || type.isIntersectionType() ? readObject(type) : checker.typeToString(type);
  }

  function readObject(type: Type): LockedType {
    const name = nameOf(type);
    if (name === undefined || (owners.get(name) ?? type.id) !== type.id) return { fields: readFields(type) };
    if (!owners.has(name)) {
      owners.set(name, type.id);
      objects[name] = readFields(type);
    }
    return name;
  }

  /** Of a generic or unnamed type there is none: it is written out where it stands. */
  function nameOf(type: Type): string | undefined {
    const text = checker.typeToString(type);
    return /^\w+$/.test(text) ? text : undefined;
  }

  function readFields(type: Type): LockedFields {
    const fields = checker.getPropertiesOfType(type).map((field): [string, LockedType] => {
      if (!isOptional(field)) return [field.name, read(typeOf(field))];
      return [`${field.name}?`, withoutUndefined(read(typeOf(field)))];
    });
    const others = checker
      .getIndexInfosOfType(type)
      .map(({ keyType, valueType }): [string, LockedType] => [
        `[${checker.typeToString(keyType)}]?`,
        read(valueType),
      ]);
    return Object.fromEntries([...fields, ...others]);
  }

  function awaited(type: Type): Type {
    const [result] =
      type.getSymbol()?.name === 'Promise' && type.isTypeReference() ? checker.getTypeArguments(type) : [];
    return result ?? type;
  }

  function typeOf(symbol: Symbol): Type {
    const type = checker.getTypeOfSymbol(resolve(symbol));
    if (!type || type.isErrorType()) throw new Error(`${symbol.name}: the compiler knows no type of it`);
    return type;
  }

  function resolve(symbol: Symbol): Symbol {
    return has(symbol, SymbolFlags.Alias) ? checker.getAliasedSymbol(symbol) : symbol;
  }

  const declared = (symbol: Symbol): Type => checker.getDeclaredTypeOfSymbol(resolve(symbol));
  return {
    objects,
    readFunction: readCall,
    readDeclared: (symbol) => read(declared(symbol)),
    readMethods: (symbol) =>
      Object.fromEntries(
        checker.getPropertiesOfType(declared(symbol)).map((method) => [method.name, readCall(method)]),
      ),
  };
}

function isOptional(symbol: Symbol): boolean {
  return has(symbol, SymbolFlags.Optional);
}

function has(symbol: Symbol, flag: SymbolFlags): boolean {
  return (symbol.flags & flag) !== 0;
}

/** In an order that does not hang on what the compiler met first. */
function toUnion(types: readonly LockedType[]): LockedType {
  const isBoolean = types.includes('true') && types.includes('false');
  const members = isBoolean
    ? ['boolean', ...types.filter((type) => type !== 'true' && type !== 'false')]
    : types;
  const byText = new Map(members.map((type) => [JSON.stringify(type), type]));
  const sorted = [...byText.keys()].toSorted().map((text) => byText.get(text) ?? 'never');
  return sorted.length === 1 ? (sorted[0] ?? 'never') : sorted;
}

function withoutUndefined(type: LockedType): LockedType {
  return Array.isArray(type) ? toUnion(type.filter((member) => member !== 'undefined')) : type;
}
