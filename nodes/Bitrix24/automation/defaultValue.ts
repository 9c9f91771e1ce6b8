import { plain } from '../forms/parameters';
import type { JsonValue } from '../values/json';
import { InputError } from '../values/problem';
import type { RuleProperty } from './definition';

interface Expected extends Pick<RuleProperty, 'type' | 'multiple' | 'choices'> {
	/** The property as a sentence names it. */
	readonly label: string;
}

/**
 * The default of a field or return value as Bitrix24 stores it: Y and N, `user_5`, a list if it
 * holds several values. A text such as `{=Document:OPPORTUNITY}`, which Bitrix24 fills in itself,
 * stays as it is.
 *
 * @throws InputError for several values where one is allowed, for an object, and for a value that is
 * not among the choices
 */
export function defaultValue(given: unknown, expected: Expected): JsonValue | undefined {
	const value = plain(given, `Default Value of ${expected.label}`);
	if (value === null || value === '') return undefined;
	if (!Array.isArray(value)) {
		const one = converted(value, expected);
		return expected.multiple ? [one] : one;
	}
	if (expected.multiple) {
		const values = value.filter((part) => part !== null && part !== '');
		return values.length === 0 ? undefined : values.map((part) => converted(part, expected));
	}
	throw new InputError(
		`The default value of ${expected.label} is a list, but it can hold one value only.`,
		'Give one value, or switch on Multiple.',
	);
}

function converted(value: JsonValue, { type, choices, label }: Expected): JsonValue {
	if (typeof value === 'object') {
		throw new InputError(
			`The default value of ${label} is neither text nor a number.`,
			'Let the expression point to the value itself.',
		);
	}
	const given = String(value).trim();
	if (type === 'bool' || typeof value === 'boolean') return yesOrNo(given);
	if (type === 'user') return /^[1-9]\d*$/.test(given) ? `user_${given}` : given;
	const canBeChosen = choices.some((choice) => choice.value === given) || given.startsWith('{=');
	if (type === 'select' && !canBeChosen) {
		throw new InputError(
			`The default value "${given}" of ${label} is not one of its choices.`,
			'Give the value of a choice, not its label.',
		);
	}
	return value;
}

/** Rules write booleans as Y and N (docs/reference/bitrix24.md#rule-call-values). */
function yesOrNo(given: string): string {
	if (/^(y|yes|true|1)$/i.test(given)) return 'Y';
	return /^(n|no|false|0)$/i.test(given) ? 'N' : given;
}
