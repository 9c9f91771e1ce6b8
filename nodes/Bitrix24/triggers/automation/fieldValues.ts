import { member } from '../../automation/processValue';
import type { Member } from '../../automation/processValue';
import { objectOf, textsOf } from '../../values/json';
import type { JsonValue } from '../../values/json';

/** What a field of a rule was registered as. */
export interface FieldKind {
	/** Basic type of Bitrix24, such as `int` (docs/reference/bitrix24.md#rule-property-types). */
	readonly type: string;
	readonly multiple: boolean;
}

type FieldValue = string | number | boolean | null | Member;

/**
 * The value of a field as workflows can use it: in its type if that is known, and as a list if the
 * field holds several values or has got several. `processValue` turns it into what Bitrix24 sent.
 */
export function fieldValue(
	given: JsonValue | undefined,
	kind: FieldKind | undefined,
): FieldValue | FieldValue[] | JsonValue {
	if (kind === undefined) return given ?? null;
	// A field of several values that has none is sent as one empty text.
	if (kind.multiple && given === '') return [];
	const values = textsIn(given)
		.map((part) => typed(part, kind.type))
		.filter((value) => value !== null);
	if (kind.multiple || values.length > 1) return values;
	return values[0] ?? null;
}

/**
 * A date of the portal as ISO text, without a time zone, which the portal does not send.
 *
 * @returns undefined if the portal's format is not certain: 03/04/2026 can be in March or in April
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

/** A text that is not a number, or a number that JavaScript cannot represent exactly, stays as it is. */
function numeric(text: string): number | string {
	if (!/^-?\d{1,20}(\.\d{1,20})?$/.test(text)) return text;
	const value = Number(text);
	const isExact = text.includes('.') || Number.isSafeInteger(value);
	return isExact && String(value) === withoutFiller(text) ? value : text;
}

/** A decimal number without the zeros that do not count: 1500 of `01500.00`. */
function withoutFiller(text: string): string {
	const [whole = '', fraction = ''] = text.split('.');
	const digits = fraction.replace(/0+$/, '');
	return whole.replace(/^(-?)0+(?=\d)/, '$1') + (digits === '' ? '' : `.${digits}`);
}

/** The texts of a value: the value itself, or those in a list or an object. */
function textsIn(given: JsonValue | undefined): string[] {
	if (typeof given === 'string') return [given];
	return textsOf(Array.isArray(given) ? given : Object.values(objectOf(given)));
}
