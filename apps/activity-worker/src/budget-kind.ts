import { budgetSyntax, parseBudget, showBudget } from '@headrace/activities';
import type { RequestBudget } from '@headrace/contracts';
import type { Kind } from '@headrace/runtime';

/** What a host may be asked: `50/s,burst=50,concurrent=16`; `none` for everything. */
export function budget(): Kind<RequestBudget | 'none'> {
  return {
    valid: `none, or ${budgetSyntax}`,
    parse: (given) => (given === 'none' ? 'none' : parseBudget(given)),
    show: (value) => (value === 'none' ? 'none' : showBudget(value)),
  };
}
