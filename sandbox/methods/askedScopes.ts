import { isEmpty, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { Access } from '../rest/method';

/** What the portal calls the scope that every token has. */
const GLOBAL_SCOPE = '_global';

/**
 * The scopes a listing shows (docs/reference/bitrix24.md#events-list): only SCOPE if it is sent,
 * where an empty one means the global scope; with FULL all of them, returned as undefined;
 * otherwise those of the token and the global one.
 */
export function askedScopes(params: PhpMap, { scopes }: Access): readonly string[] | undefined {
	const { SCOPE: scope, FULL: full } = upperCaseKeys(params);
	if (scope !== undefined && scope !== null) {
		return isEmpty(scope) || scope === GLOBAL_SCOPE ? ['basic'] : [text(scope)];
	}
	return isEmpty(full) ? ['basic', ...scopes] : undefined;
}
