import { asMap, isArray, isEmpty, type PhpMap, text } from '../php/values';
import { type AutomationRule, BUILT_IN_PROPERTIES, isYes, type RuleProperty } from './rule';

/** Begins like an ISO date, with or without a time. */
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?/;

/**
 * The `properties` of a call (docs/reference/bitrix24.md#rule-call-values): registered properties
 * only, in their registered case, with the given value or the default; a built-in name has the
 * step's own value.
 *
 * @param builtIn Values of the step by built-in name.
 */
export function propertyValues(rule: AutomationRule, given: PhpMap, builtIn: PhpMap): PhpMap {
	return Object.fromEntries(
		Object.entries(rule.properties).map(([id, property]) => {
			const value = BUILT_IN_PROPERTIES.has(id) ? builtIn[id] : (given[id] ?? property.default);
			return [id, externalValue(property, value)];
		}),
	);
}

/**
 * The results of a step before it is answered: the defaults of its return values
 * (docs/reference/bitrix24.md#rule-timeout).
 */
export function defaultResults(rule: AutomationRule): PhpMap {
	return Object.fromEntries(
		Object.entries(rule.returnProperties)
			.filter(([id]) => !BUILT_IN_PROPERTIES.has(id))
			.map(([id, property]) => [id, property.default ?? null]),
	);
}

/**
 * The values that a rule returns, by their registered names: matched in any case, unknown ones
 * dropped, multiple ones as lists unless they are falsy (docs/reference/bitrix24.md#return-values).
 */
export function returnedValues(rule: AutomationRule | undefined, given: unknown): PhpMap {
	const values = new Map(
		Object.entries(asMap(given)).map(([name, value]) => [name.toUpperCase(), value]),
	);
	return Object.fromEntries(
		Object.entries(rule?.returnProperties ?? {})
			.filter(([id]) => !BUILT_IN_PROPERTIES.has(id) && values.has(id.toUpperCase()))
			.map(([id, { multiple }]) => {
				const value = values.get(id.toUpperCase());
				return [id, multiple && !isEmpty(value) && !isArray(value) ? [value] : value];
			}),
	);
}

function externalValue(property: RuleProperty, value: unknown): unknown {
	if (value === undefined || value === null) return '';
	if (!property.multiple) return externalScalar(property, value);
	if (value === '') return '';
	const all = isArray(value) ? Object.values(value) : [value];
	return all.map((one) => externalScalar(property, one));
}

/** Users as `user_1` unless ids are asked for, yes and no as Y and N, dates as the portal writes them. */
function externalScalar({ type, externalExtract }: RuleProperty, value: unknown): unknown {
	if (type === 'user') return user(text(value), externalExtract === true);
	if (typeof value === 'boolean' || (type === 'bool' && !isEmpty(value))) {
		return isYes(value) ? 'Y' : 'N';
	}
	return type === 'date' || type === 'datetime' ? portalDate(text(value), type) : (value ?? '');
}

/** A group stays as it is: the sandbox does not know its members. */
function user(value: string, asId: boolean): string {
	const [, id] = /^(?:user_)?(\d+)$/.exec(value) ?? [];
	if (id === undefined) return value;
	return asId ? id : `user_${id}`;
}

/**
 * An ISO date or time as an English portal writes it, `11/21/2026` or `11/21/2026 01:05:00 pm`
 * (docs/reference/bitrix24.md#rule-call-values); any other text as it is. The hour is taken as
 * written: no zone is converted.
 */
function portalDate(value: string, type: 'date' | 'datetime'): string {
	const [, year, month, day, hour = '00', minute = '00', second = '00'] = ISO.exec(value) ?? [];
	if (year === undefined) return value;
	const date = `${month}/${day}/${year}`;
	if (type === 'date') return date;
	const hours = Number(hour);
	const ofTwelve = String(hours % 12 || 12).padStart(2, '0');
	return `${date} ${ofTwelve}:${minute}:${second} ${hours < 12 ? 'am' : 'pm'}`;
}
