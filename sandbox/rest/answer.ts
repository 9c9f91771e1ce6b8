import { encodeJson } from '../php/json';

/** An HTTP answer, ready to be sent. */
export interface HttpAnswer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

/**
 * JSON in PHP's escaping with the headers of the REST server
 * (docs/reference/bitrix24.md#response-headers).
 */
export function jsonAnswer(status: number, body: unknown): HttpAnswer {
	return {
		status,
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'access-control-allow-origin': '*',
			'x-content-type-options': 'nosniff',
		},
		body: encodeJson(body),
	};
}
