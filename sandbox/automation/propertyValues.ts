import { asMap, isArray, isEmpty, type PhpMap, text } from '../php/values';
import { portalDate } from './portalDate';
import { type AutomationRule, BUILT_IN_PROPERTIES, isYes, type RuleProperty } from './rule';

/**
 * What a call says in `properties` (docs/reference/bitrix24.md#rule-call-values): registered
 * properties only, in their registered case, given or default; a built-in name says what the step
 * itself has there.
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
 * What a step has before anybody answers: the defaults of its return values
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

/** A group stays a group: who is in it, the sandbox does not know. */
function user(value: string, asId: boolean): string {
	const [, id] = /^(?:user_)?(\d+)$/.exec(value) ?? [];
	if (id === undefined) return value;
	return asId ? id : `user_${id}`;
}
