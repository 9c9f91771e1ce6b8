import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { entries, plain, text, textList } from '../../forms/parameters';
import type { RestParams } from '../../rest/types';
import { InputError } from '../../values/problem';
import { COMPARISONS } from './queueChoices';
import type { Operator, QueueChoices } from './queueChoices';

/** The field in which the entries are narrowed down. */
export function filtersField({ fields, operators }: QueueChoices): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'fixedCollection',
		placeholder: 'Add Filter',
		typeOptions: { multipleValues: true },
		default: {},
		description: 'Only the entries that satisfy all of these',
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
 * Reads the filter; undefined where there is none.
 *
 * @param event code of the only event that is wanted, where there is one
 * @throws InputError for what the portal would refuse or misread, and for the same condition twice:
 * a filter holds each once, so the second would replace the first
 */
export function queueFilter(
	filters: unknown,
	choices: QueueChoices,
	event?: string,
): RestParams | undefined {
	const conditions = new Map<string, RestParams[string]>();
	if (event !== undefined) conditions.set('=EVENT_NAME', event);
	for (const row of entries(filters, 'filter')) {
		const field = chosen(row.field, choices.fields, 'Field');
		const operator = chosen(row.operator, choices.operators, 'Operator');
		const key = `${operator.sign}${field.value}`;
		if (conditions.has(key)) {
			throw new InputError(
				`The filters name ${field.name} with "${operator.name}" twice.`,
				'Remove one of the two; an event chosen above counts, too.',
			);
		}
		conditions.set(key, condition(field, operator, row.value));
	}
	return conditions.size === 0 ? undefined : Object.fromEntries(conditions);
}

/** How the fields write what they are compared with; the others take every text. */
const WRITTEN: Readonly<Record<string, (given: string) => string>> = {
	EVENT_NAME: (given) => given.toUpperCase(),
	ERROR: flag,
	ID: wholeNumber,
	TIMESTAMP_X: moment,
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
	// Dates and booleans of expressions have a text of their own.
	const carried = plain(value ?? '', label);
	const given = typeof carried === 'boolean' ? String(carried) : text(carried, label).trim();
	if (operator.sign === '%') {
		if (given === '') throw withoutValue(field);
		return given;
	}
	// An entry that nobody has taken has an empty process id.
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
		field.value === 'ERROR' ? 'Choose Equals.' : 'Choose Equals, or a greater or less.',
	);
}

function chosen<Choice extends INodePropertyOptions>(
	value: unknown,
	choices: readonly Choice[],
	label: string,
): Choice {
	const choice = choices.find((one) => one.value === value);
	if (choice !== undefined) return choice;
	throw new InputError(`${label} of a filter is none of its choices.`, 'Choose from the list.');
}

function withoutValue({ name }: INodePropertyOptions): InputError {
	return new InputError(
		`The filter on ${name} has no value.`,
		'Give it a value or remove the filter.',
	);
}

function flag(given: string): string {
	if (['1', 'true'].includes(given.toLowerCase())) return '1';
	if (['0', 'false'].includes(given.toLowerCase())) return '0';
	throw new InputError(`"${given}" does not say whether an entry has failed.`, 'Give 1 or 0.');
}

function wholeNumber(given: string): string {
	if (/^\d{1,15}$/.test(given)) return given;
	throw new InputError(
		`"${given}" is not the ID of an entry.`,
		'Give a whole number, such as the offlineEventId of an item.',
	);
}

/**
 * Without a time zone, portal and n8n could mean different moments. Milliseconds are not kept
 * there.
 */
function moment(given: string): string {
	const time = /T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(given) ? Date.parse(given) : NaN;
	if (!Number.isNaN(time)) return new Date(time).toISOString().replace(/\.\d+Z$/, '+00:00');
	throw new InputError(
		`"${given}" is not a time with its time zone.`,
		'Write it as in 2026-03-01T10:00:00+01:00, or take the changedAt of an item.',
	);
}
