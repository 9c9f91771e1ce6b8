import { isObject, objectOf } from '../values/json';
import type { JsonValue } from '../values/json';
import { InputError } from '../values/problem';

/** Reads a field of the form as one item filled it in. n8n throws for a field that is not shown. */
export type ItemParameters = (name: string) => unknown;

/**
 * The text of a field; an expression may give a number instead. Empty if nothing was given.
 *
 * @param label the field's name as the user reads it
 * @throws InputError for anything else
 */
export function text(value: unknown, label: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	throw new InputError(
		`${label} must be text, but the expression gave ${kindOf(value)}.`,
		'Let the expression point to the text itself.',
	);
}

/** The text of a field; undefined if it is empty, so that it is not sent. */
export function optionalText(value: unknown, label: string): string | undefined {
	const given = text(value, label);
	return given === '' ? undefined : given;
}

/** The texts of a field: a list, or one text with commas. Empty ones are left out. */
export function textList(value: unknown, label: string): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : text(value, label).split(',');
	return parts.map((part) => text(part, label).trim()).filter((part) => part !== '');
}

/**
 * A number of a field; an expression may give it as text.
 *
 * @param label the field's name as the user reads it
 * @param advice what to do about any other value
 * @throws InputError for anything but a number of at least `least`
 */
export function numberAtLeast(
	least: number,
	value: unknown,
	label: string,
	advice: string,
): number {
	const given = numberIn(value);
	if (given !== undefined && given >= least) return given;
	throw new InputError(`${label} is not a number of ${least} or more.`, advice);
}

/**
 * The same for whole numbers.
 *
 * @throws InputError for anything but a whole number of at least `least`
 */
export function wholeNumberAtLeast(
	least: number,
	value: unknown,
	label: string,
	advice: string,
): number {
	const given = numberIn(value);
	if (given !== undefined && Number.isInteger(given) && given >= least) return given;
	throw new InputError(`${label} is not a whole number of ${least} or more.`, advice);
}

/** What is chosen in a resource locator, or the plain value that an expression put in its place. */
export function located(value: unknown): unknown {
	return isObject(value) && 'mode' in value && 'value' in value ? value.value : value;
}

/** The fields that were added to a collection of the form. */
export function collection(value: unknown): Record<string, unknown> {
	return objectOf(value);
}

/** The entries of a fixed collection with several values, such as `{ parameter: […] }`. */
export function entries(value: unknown, name: string): Array<Record<string, unknown>> {
	const list = collection(value)[name];
	return Array.isArray(list) ? list.filter(isObject) : [];
}

/**
 * The value of a JSON field: the text that the user typed, or what an expression gave.
 *
 * @throws InputError if the text is not JSON
 */
export function json(value: unknown, label: string): JsonValue {
	if (typeof value !== 'string') return plain(value, label);
	const parsed = parseJson(value);
	if ('value' in parsed) return parsed.value;
	throw new InputError(
		`${label} is not valid JSON (${parsed.reason}).`,
		'Check its quotes, commas and brackets; names and texts need double quotes.',
	);
}

/** What an expression gave, as JSON: a date becomes its ISO text. */
export function plain(value: unknown, label: string): JsonValue {
	if (value === undefined) return null;
	// Functions and symbols have no JSON, which the type of stringify does not say.
	const encoded = JSON.stringify(value) as string | undefined;
	if (encoded === undefined) {
		throw new InputError(
			`${label} is ${kindOf(value)}, which cannot be sent.`,
			'Give text, a number, a list or an object.',
		);
	}
	return JSON.parse(encoded) as JsonValue;
}

/** Names the kind of a value for a sentence. */
export function kindOf(value: unknown): string {
	if (value === null || value === undefined) return 'nothing';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	if (typeof value === 'boolean') return `the boolean ${String(value)}`;
	return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

function numberIn(value: unknown): number | undefined {
	const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof given === 'number' && Number.isFinite(given) ? given : undefined;
}

function parseJson(source: string): { value: JsonValue } | { reason: string } {
	try {
		return { value: JSON.parse(source) as JsonValue };
	} catch (thrown) {
		return { reason: thrown instanceof Error ? thrown.message.slice(0, 120) : 'unreadable' };
	}
}
