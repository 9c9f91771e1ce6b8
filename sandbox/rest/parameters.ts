import { decodeJson } from '../php/jsonDecode';
import { parseQueryString } from '../php/queryString';
import { asMap, type PhpMap } from '../php/values';

/** A REST request as it came in. */
export interface RawRequest {
	httpMethod: string;
	/** Without the question mark. */
	query: string;
	contentType: string;
	body: string;
}

/**
 * Taken out before a method sees its parameters (docs/reference/bitrix24.md#reserved-parameters).
 */
const RESERVED = ['method', 'auth', 'access_token', 'state', 'start', 'auth_connector'];

/**
 * All parameters of the request (docs/reference/bitrix24.md#json-body): query and form merged; a
 * JSON body only of a POST with exactly `application/json`, over the query. JSON that does not
 * parse gives no parameters.
 */
export function requestParameters({ httpMethod, query, contentType, body }: RawRequest): PhpMap {
	const fromQuery = parseQueryString(query);
	if (httpMethod !== 'POST' || body === '') return fromQuery;
	const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
	const fromBody = mediaType === 'application/json' ? parseJson(body) : parseQueryString(body);
	return Object.fromEntries([...Object.entries(fromQuery), ...Object.entries(fromBody)]);
}

/** The parameters a method gets. */
export function withoutReserved(params: PhpMap): PhpMap {
	if (!RESERVED.some((key) => Object.hasOwn(params, key))) return params;
	return Object.fromEntries(Object.entries(params).filter(([key]) => !RESERVED.includes(key)));
}

function parseJson(body: string): PhpMap {
	return asMap(decodeJson(body));
}
