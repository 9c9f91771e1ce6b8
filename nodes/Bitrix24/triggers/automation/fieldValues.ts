import type { IDataObject } from 'n8n-workflow';

import type { FormValue } from '../payload';

/** What a field of a rule was registered as. */
export interface FieldKind {
	/** Basic type of Bitrix24, such as `int`; see docs/reference/bitrix24.md#rule-property-types. */
	readonly type: string;
	readonly multiple: boolean;
}

/** A user or a group of users, as a field of the type `user` names them. */
export interface Member extends IDataObject {
	readonly kind: 'user' | 'group';
	readonly id: number | string;
}

type FieldValue = string | number | boolean | null | Member;

/** A field's value as workflows want it: typed where the type is known, a list where it has several. */
export function fieldValue(
	given: FormValue | undefined,
	kind: FieldKind | undefined,
): FieldValue | FieldValue[] | IDataObject {
	if (kind === undefined) return asSent(given);
	const values = parts(given).map((part) => typed(part, kind.type));
	if (kind.multiple) return values.filter((value) => value !== null);
	return values[0] ?? null;
}

/**
 * A date of the portal as ISO text without a time zone, which the portal does not send.
 *
 * @returns undefined where the portal's format cannot be told for sure: 03/04/2026 is in March or in
 * April
 */
export function isoDate(text: string): string | undefined {
	const [, date = '', time] =
		/^([\d./-]+)(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?$/.exec(text.trim()) ?? [];
	const day = isoDay(date);
	if (day === undefined) return undefined;
	if (time === undefined) return day;
	const [hours = '', minutes = '', seconds = '00'] = time.split(':');
	return `${day}T${hours.padStart(2, '0')}:${minutes}:${seconds}`;
}

function isoDay(text: string): string | undefined {
	const [first = 0, second = 0, third = 0] = text.split(/[./-]/).map(Number);
	if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(text)) return iso(first, second, third);
	if (/^\d{1,2}\.\d{1,2}\.\d{4}$/.test(text)) return iso(third, second, first);
	if (!/^\d{1,2}([/-])\d{1,2}\1\d{4}$/.test(text)) return undefined;
	if (first > 12) return iso(third, second, first);
	return second > 12 || first === second ? iso(third, first, second) : undefined;
}

function iso(year: number, month: number, day: number): string | undefined {
	const date = new Date(Date.UTC(year, month - 1, day));
	const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	return exists ? date.toISOString().slice(0, 10) : undefined;
}

function typed(text: string, type: string): FieldValue {
	if (text === '') return type === 'string' || type === 'text' ? '' : null;
	switch (type) {
		case 'bool':
			return yesOrNo(text);
		case 'int':
		case 'double':
			return numeric(text);
		case 'file':
			return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : text;
		case 'user':
			return member(text);
		default:
			return text;
	}
}

function yesOrNo(text: string): boolean | string {
	if (/^(y|yes|1|true)$/i.test(text)) return true;
	return /^(n|no|0|false)$/i.test(text) ? false : text;
}

/** Text that is no number, or one that JavaScript cannot hold exactly, stays as it is. */
function numeric(text: string): number | string {
	if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
	const value = Number(text);
	return text.includes('.') || Number.isSafeInteger(value) ? value : text;
}

/** `user_5` is the user 5; whatever else is named is a group, such as `group_d1` or `group_hrr2`. */
function member(text: string): Member {
	const [, id] = /^user_(\d+)$/.exec(text) ?? [];
	return id === undefined
		? { kind: 'group', id: text.replace(/^group_/, '') }
		: { kind: 'user', id: Number(id) };
}

/** The texts of a value: one, those of a list, or none. */
function parts(given: FormValue | undefined): string[] {
	if (given === undefined) return [];
	if (typeof given === 'string') return [given];
	return (Array.isArray(given) ? given : Object.values(given)).filter(
		(part) => typeof part === 'string',
	);
}

function asSent(given: FormValue | undefined): FieldValue | FieldValue[] | IDataObject {
	return given === undefined ? null : (given as string | IDataObject);
}
