import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { eventProblem } from '../../events/binding';
import { eventLocator } from '../../forms/eventLocator';
import { entries, located, plain, text, textList } from '../../forms/parameters';
import type { ItemParameters } from '../../forms/parameters';
import type { RestParams } from '../../rest/types';
import { InputError, refuse } from '../../values/problem';
import { COMPARISONS } from './queueChoices';
import type { Operator, QueueChoices } from './queueChoices';

/** The field in which one event is chosen. */
export const eventField: INodeProperties = {
	displayName: 'Event',
	name: 'event',
	...eventLocator,
	description: 'Only the entries of this event. If none is chosen, those of every event.',
};

/** The field in which further conditions are given. */
export function filtersField({ fields, operators }: QueueChoices): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'fixedCollection',
		placeholder: 'Add Filter',
		typeOptions: { multipleValues: true },
		default: {},
		description: 'Only the entries that meet all of these conditions',
		options: [
			{
				displayName: 'Filter',
				name: 'filter',
				values: [
					{
						displayName: 'Field',
						name: 'field',
						type: 'options',
						default: 'ID',
						options: [...fields],
					},
					{
						displayName: 'Operator',
						name: 'operator',
						type: 'options',
						default: 'equals',
						options: operators.map(({ name, value, description }) => ({
							name,
							value,
							description,
						})),
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. 1200',
					},
				],
			},
		],
	};
}

/**
 * Reads the event and the conditions; undefined if there are none.
 *
 * @throws InputError for what the portal would refuse or misread, and for a condition that is given
 * twice: a filter can contain it only once, so the second would replace the first
 */
export function queueFilter(
	parameters: ItemParameters,
	choices: QueueChoices,
): RestParams | undefined {
	const conditions = new Map<string, RestParams[string]>();
	const event = text(located(parameters('event')), 'Event').trim();
	if (event !== '') {
		refuse(eventProblem(event));
		conditions.set('=EVENT_NAME', event.toUpperCase());
	}
	for (const row of entries(parameters('filters'), 'filter')) {
		const field = chosen(row.field, choices.fields, 'Field');
		const operator = chosen(row.operator, choices.operators, 'Operator');
		const key = `${operator.sign}${field.value}`;
		if (conditions.has(key)) {
			throw new InputError(
				`The filters contain ${field.name} with "${operator.name}" twice.`,
				'Remove one of the two; an event that is chosen above counts as well.',
			);
		}
		conditions.set(key, condition(field, operator, row.value));
	}
	return conditions.size === 0 ? undefined : Object.fromEntries(conditions);
}

/** How a field's value is written in the filter; other fields take any text. */
const WRITTEN: Readonly<Record<string, (given: string) => string>> = {
	EVENT_NAME: (given) => given.toUpperCase(),
	ERROR: failedFlag,
	ID: entryId,
	TIMESTAMP_X: timeInUtc,
};

function condition(
	field: INodePropertyOptions,
	operator: Operator,
	value: unknown,
): RestParams[string] {
	refuseMismatch(field, operator);
	const label = `The filter value of ${field.name}`;
	const write = WRITTEN[String(field.value)] ?? String;
	if (operator.sign === '@') {
		const given = textList(value, label);
		if (given.length === 0) throw withoutValue(field);
		return given.map(write);
	}
	// An expression may give a date or a boolean.
	const carried = plain(value ?? '', label);
	const given = typeof carried === 'boolean' ? String(carried) : text(carried, label).trim();
	if (operator.sign === '%') {
		if (given === '') throw withoutValue(field);
		return given;
	}
	// An entry that nobody has taken has an empty process ID.
	if (given === '' && field.value !== 'PROCESS_ID') throw withoutValue(field);
	return write(given);
}

function refuseMismatch(field: INodePropertyOptions, operator: Operator): void {
	const fits =
		(field.value !== 'ERROR' || operator.sign === '=') &&
		(field.value !== 'TIMESTAMP_X' || COMPARISONS.includes(operator));
	if (fits) return;
	throw new InputError(
		`${field.name} cannot be filtered by "${operator.name}".`,
		field.value === 'ERROR'
			? 'Choose Equals.'
			: 'Choose Equals, or one of the operators with greater or less.',
	);
}

function chosen<Choice extends INodePropertyOptions>(
	value: unknown,
	choices: readonly Choice[],
	label: string,
): Choice {
	const choice = choices.find((one) => one.value === value);
	if (choice !== undefined) return choice;
	throw new InputError(
		`${label} of a filter is not one of its choices.`,
		'Choose one from the list.',
	);
}

function withoutValue({ name }: INodePropertyOptions): InputError {
	return new InputError(
		`The filter on ${name} has no value.`,
		'Give it a value or remove the filter.',
	);
}

function failedFlag(given: string): string {
	if (['1', 'true'].includes(given.toLowerCase())) return '1';
	if (['0', 'false'].includes(given.toLowerCase())) return '0';
	throw new InputError(`"${given}" is not a value of Failed.`, 'Give 1 or 0.');
}

function entryId(given: string): string {
	if (/^\d{1,15}$/.test(given)) return given;
	throw new InputError(
		`"${given}" is not the ID of an entry.`,
		'Give a whole number, such as the offlineEventId of an item.',
	);
}

/**
 * Without a time zone, the portal and n8n could mean different times. The portal does not store
 * milliseconds.
 */
function timeInUtc(given: string): string {
	const time = /T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(given) ? Date.parse(given) : NaN;
	if (!Number.isNaN(time)) return new Date(time).toISOString().replace(/\.\d+Z$/, '+00:00');
	throw new InputError(
		`"${given}" is not a time with its time zone.`,
		'Write it as in 2026-03-01T10:00:00+01:00, or use the changedAt of an item.',
	);
}
