import type { INodeProperties } from 'n8n-workflow';

import { processValue, processValuesByName } from '../automation/processValue';
import { entries, json, plain, text } from '../forms/parameters';
import type { ItemParameters } from '../forms/parameters';
import { isObject } from '../values/json';
import type { JsonValue } from '../values/json';
import { InputError } from '../values/problem';

/** Names and texts of a part of a form in which values are given by name or as JSON. */
export interface NamedValuesForm {
	/** Name of the field; the names of the choice and of the JSON field are made from it. */
	readonly name: string;
	readonly displayName: string;
	readonly description: string;
	/** The word for one entry, such as `Parameter`. */
	readonly entry: string;
	readonly namePlaceholder: string;
	readonly jsonPlaceholder: string;
	/** Whether the JSON may also be a list. */
	readonly listAllowed: boolean;
}

/** The fields of such a part: a choice, then pairs of name and value, or one JSON text. */
export function namedValuesFields(form: NamedValuesForm): INodeProperties[] {
	const choice = choiceName(form);
	return [
		{
			displayName: `Specify ${form.displayName}`,
			name: choice,
			type: 'options',
			noDataExpression: true,
			default: 'fields',
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json' },
			],
		},
		{
			displayName: form.displayName,
			name: form.name,
			type: 'fixedCollection',
			placeholder: `Add ${form.entry}`,
			typeOptions: { multipleValues: true },
			default: {},
			description: form.description,
			displayOptions: { show: { [choice]: ['fields'] } },
			options: [
				{
					displayName: form.entry,
					name: 'entry',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: form.namePlaceholder,
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							description: 'Text, or an expression that gives a number, a list or an object',
						},
					],
				},
			],
		},
		{
			displayName: `${form.displayName} (JSON)`,
			name: jsonName(form),
			type: 'json',
			default: '{}',
			placeholder: form.jsonPlaceholder,
			description: form.description,
			displayOptions: { show: { [choice]: ['json'] } },
		},
	];
}

/**
 * Reads the values.
 *
 * @throws InputError for a pair without a name, a name that is given twice, and JSON of another form
 */
export function namedValues(parameters: ItemParameters, form: NamedValuesForm): JsonValue {
	if (parameters(choiceName(form)) !== 'json') return pairs(parameters(form.name), form);

	const label = `${form.displayName} (JSON)`;
	const value = json(parameters(jsonName(form)), label);
	if (!isObject(value) && !(form.listAllowed && Array.isArray(value))) {
		throw new InputError(
			`${label} must be a JSON object${form.listAllowed ? ' or a list' : ''}.`,
			`Write it as in ${form.jsonPlaceholder.replace(/^e\.g\. /, '')}.`,
		);
	}
	return value;
}

/**
 * Reads the values for a rule or a business process: booleans become Y and N, users and groups of the
 * Bitrix24 Automation Trigger `user_5` and `group_d1`. Undefined if there are none.
 *
 * @throws InputError as `namedValues` does
 */
export function processValues(
	parameters: ItemParameters,
	form: NamedValuesForm,
): JsonValue | undefined {
	const values = namedValues(parameters, form);
	if (!isObject(values)) return processValue(values);
	return Object.keys(values).length === 0 ? undefined : processValuesByName(values);
}

function pairs(given: unknown, form: NamedValuesForm): JsonValue {
	const values = new Map<string, JsonValue>();
	for (const pair of entries(given, 'entry')) {
		const name = text(pair.name, `${form.entry} name`).trim();
		if (name === '') {
			throw new InputError(
				`A ${form.entry.toLowerCase()} has no name.`,
				'Give it a name or remove it.',
			);
		}
		if (values.has(name)) {
			throw new InputError(
				`The ${form.entry.toLowerCase()} "${name}" is given twice.`,
				'Remove one, or give a list as the value.',
			);
		}
		values.set(name, plain(pair.value, name));
	}
	return Object.fromEntries(values);
}

function choiceName(form: NamedValuesForm): string {
	return `specify${form.name.charAt(0).toUpperCase()}${form.name.slice(1)}`;
}

function jsonName(form: NamedValuesForm): string {
	return `${form.name}Json`;
}
