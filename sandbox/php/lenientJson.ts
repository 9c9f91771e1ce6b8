import { isArray, type PhpMap } from './values';

/**
 * `CUtil::JsObjectToPhp`: a list or object written as JSON or as JavaScript (`{a:'b'}`).
 * Answers undefined for anything that is not a list or an object
 * (docs/reference/bitrix24.md#pull-params).
 */
export function parseLenientJson(source: string): PhpMap | unknown[] | undefined {
	for (const spelling of [asIs, asStrictJson]) {
		try {
			const value: unknown = JSON.parse(spelling(source));
			return isArray(value) ? value : undefined;
		} catch {
			// Not JSON in this spelling; the next one may be.
		}
	}
	return undefined;
}

function asIs(source: string): string {
	return source;
}

/** Single-quoted texts in double quotes, bare keys quoted. */
function asStrictJson(source: string): string {
	const pieces = /"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'|([A-Za-z_$][\w$]*)(?=\s*:)/g;
	return source.replace(pieces, (whole, quoted?: string, bareKey?: string) => {
		if (bareKey !== undefined) return JSON.stringify(bareKey);
		return quoted === undefined ? whole : JSON.stringify(quoted.replace(/\\(.)/g, '$1'));
	});
}
