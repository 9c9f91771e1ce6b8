import type { IDataObject } from 'n8n-workflow';

import type { FormObject, FormValue } from './payload';

/**
 * Tokens that Bitrix24 sends along, wherever in the body: they are never put into an item. `TOKEN`
 * is that of the call which ONAPPMETHODCONFIRM is about (rest.md 6.3).
 */
const SECRET_KEYS = new Set(['access_token', 'refresh_token', 'application_token', 'token']);

/** The whole body of a call as an object, without its tokens. */
export function rawItem(body: FormObject): IDataObject {
	return tokenless(body);
}

/** Where a call comes from: through whom, and from which portal. */
export function origin(body: FormObject): IDataObject {
	const auth = fields(body.auth);
	return {
		userId: wholeNumber(auth.user_id) ?? null,
		portal: { domain: textOf(auth.domain), memberId: textOf(auth.member_id) },
	};
}

/** Id of the user who caused the call, as text; undefined where a rule or the system did. */
export function actingUser(body: FormObject): string | undefined {
	const { user_id: user } = fields(body.auth);
	return typeof user === 'string' ? user : undefined;
}

/** The parts of a value; none where it is text or a list. */
export function fields(value: FormValue | undefined): FormObject {
	return typeof value === 'object' && !Array.isArray(value) ? value : {};
}

/** Text; null for whatever is none. */
function textOf(value: FormValue | undefined): string | null {
	return typeof value === 'string' ? value : null;
}

/** A whole number as JavaScript can hold it, written without leading zeros. */
export function wholeNumber(value: FormValue | undefined): number | undefined {
	if (typeof value !== 'string' || !/^(0|[1-9]\d{0,14})$/.test(value)) return undefined;
	return Number(value);
}

/** Unix seconds as ISO text; null for what is no time. */
export function isoTime(seconds: FormValue | undefined): string | null {
	const time = wholeNumber(seconds);
	if (time === undefined || time > 8_640_000_000_000) return null;
	return new Date(time * 1000).toISOString();
}

/** A value of a body as an item holds it, without tokens. */
export function withoutSecrets(
	value: FormValue,
): string | IDataObject | Array<string | IDataObject> {
	if (typeof value === 'string') return value;
	if (!Array.isArray(value)) return tokenless(value);
	return value.map((part) => withoutSecrets(part) as string | IDataObject);
}

function tokenless(value: FormObject): IDataObject {
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !SECRET_KEYS.has(key.toLowerCase()))
			.map(([key, part]) => [key, withoutSecrets(part)]),
	);
}
