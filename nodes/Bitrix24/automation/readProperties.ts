import { entries, text } from '../forms/parameters';
import { InputError } from '../values/problem';
import { defaultValue } from './defaultValue';
import { propertyType } from './definition';
import type { Choice, RuleProperty } from './definition';

/**
 * Names of a step's own values; Bitrix24 ignores a field or return value with such a name
 * (docs/reference/bitrix24.md#rule-reserved-names).
 */
const RESERVED = [
	'Title',
	'UseSubscription',
	'IsTimeout',
	'AuthUserId',
	'SetStatusMessage',
	'StatusMessage',
	'TimeoutDuration',
	'TimeoutDurationType',
];

/**
 * Reads fields or return values.
 *
 * @param what the word for one of them, such as `field`
 * @throws InputError for the first that Bitrix24 would refuse, ignore or confuse with another
 */
export function readProperties(
	given: ReadonlyArray<Record<string, unknown>>,
	what: string,
): RuleProperty[] {
	const properties = given.map((property) => readProperty(property, what));
	const seen = new Map<string, string>();
	for (const { id } of properties) {
		const twin = seen.get(id.toLowerCase());
		if (twin !== undefined) throw duplicate(what, twin, id);
		seen.set(id.toLowerCase(), id);
	}
	return properties;
}

function readProperty(given: Record<string, unknown>, what: string): RuleProperty {
	const id = readId(given.id, what);
	const label = `${upperFirst(what)} "${id}"`;
	const type = propertyType(text(given.type, `Type of ${label}`) || 'string');
	if (type === undefined) {
		throw new InputError(
			`${label} has a type that Bitrix24 does not know.`,
			'Choose its type from the list.',
		);
	}
	const choices = type === 'select' ? readChoices(given.choices, label) : [];
	const multiple = given.multiple === true;
	return {
		id,
		name: readName(given.name, id, label),
		description: text(given.description, `Description of ${label}`).trim(),
		type,
		required: given.required === true,
		multiple,
		default: defaultValue(given.default, { type, multiple, choices, label }),
		choices,
	};
}

function readId(given: unknown, what: string): string {
	const id = text(given, `ID of a ${what}`).trim();
	if (!/^[a-z][a-z0-9_]*$/i.test(id)) {
		throw new InputError(
			id === '' ? `A ${what} has no ID.` : `"${id}" cannot be the ID of a ${what}.`,
			'Use letters from a to z, digits and _ only, beginning with a letter, such as credit_limit.',
		);
	}
	if (RESERVED.includes(id)) {
		throw new InputError(
			`Bitrix24 reserves the ID "${id}" and would ignore the ${what}.`,
			'Choose another ID.',
		);
	}
	return id;
}

/** Bitrix24 refuses a name that PHP takes for empty; it never refuses the ID. */
function readName(given: unknown, id: string, label: string): string {
	const name = text(given, `Name of ${label}`).trim();
	return name === '' || name === '0' ? id : name;
}

function readChoices(given: unknown, label: string): Choice[] {
	const choices = entries(given, 'choice').map((choice) => {
		const value = text(choice.value, `A choice of ${label}`).trim();
		if (value === '') {
			throw new InputError(`A choice of ${label} has no value.`, 'Give it a value or remove it.');
		}
		return { value, label: text(choice.label, `A choice of ${label}`).trim() || value };
	});
	if (choices.length === 0) {
		throw new InputError(
			`${label} is a list without choices.`,
			'Add choices, or choose another type.',
		);
	}
	const values = choices.map(({ value }) => value);
	const twice = values.find((value, index) => values.indexOf(value) !== index);
	if (twice === undefined) return choices;
	throw new InputError(`${label} has the choice "${twice}" twice.`, 'Remove one of the two.');
}

function duplicate(what: string, first: string, second: string): InputError {
	return new InputError(
		first === second
			? `Two of the ${what}s have the ID "${first}".`
			: `The IDs "${first}" and "${second}" of ${what}s are the same to Bitrix24, which does not distinguish uppercase and lowercase letters.`,
		'Give one of them another ID.',
	);
}

function upperFirst(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
