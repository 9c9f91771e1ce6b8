import type { IDataObject } from 'n8n-workflow';

import { isObject, wholeNumberOf } from '../values/json';
import type { JsonObject, JsonValue } from '../values/json';

/** A user or a group of users, as the item of a rule's call has it. */
export interface Member extends IDataObject {
	readonly kind: 'user' | 'group';
	readonly id: number | string;
}

/**
 * `user_5` is the user 5, `group_d1` the group d1. Any other text stays as it is, so that the way back
 * needs no guess: Bitrix24 names some groups by a bare word such as `author`. A bare number is no user
 * either but a system group, so user_5 in its place would be somebody else
 * (docs/reference/bitrix24.md#users-of-values). Only rules that were registered elsewhere, with
 * Settings.ExternalExtract, send users as bare numbers.
 */
export function member(text: string): Member | string {
	const [, kind, name = ''] = /^(user|group)_(\S+)$/.exec(text) ?? [];
	if (kind === 'group') return { kind, id: name };
	const id = kind === 'user' ? wholeNumberOf(name) : undefined;
	return id === undefined ? text : { kind: 'user', id };
}

/**
 * A value as rules and business processes write it (docs/reference/bitrix24.md#return-values):
 * booleans, at any depth, become Y and N, and what `member` gives becomes `user_5` or `group_d1`
 * again. So whatever the call of a rule had in its fields can be returned unchanged.
 */
export function processValue(value: JsonValue): JsonValue {
	if (typeof value === 'boolean') return value ? 'Y' : 'N';
	if (Array.isArray(value)) return value.map(processValue);
	if (!isObject(value)) return value;
	return memberText(value) ?? processValuesByName(value);
}

/** The same for values by name: names such as `kind` and `id` do not make a user of them. */
export function processValuesByName(values: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(values).map(([name, part]) => [name, processValue(part ?? null)]),
	);
}

/** The text of a user or a group; undefined for an object that is neither, or has more to say. */
function memberText({ kind, id, ...rest }: JsonObject): string | undefined {
	const prefix = trimmed(kind);
	if ((prefix !== 'user' && prefix !== 'group') || Object.keys(rest).length > 0) return undefined;
	const name = trimmed(id);
	const isGroup = prefix === 'group' && typeof name === 'string' && /^\S+$/.test(name);
	const known = isGroup ? name : wholeNumberOf(name);
	return known === undefined ? undefined : `${prefix}_${known}`;
}

function trimmed(value: JsonValue | undefined): JsonValue | undefined {
	return typeof value === 'string' ? value.trim() : value;
}
