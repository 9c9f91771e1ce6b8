import type { FaultAnswer } from '../../faults/fault';
import { type PhpMap, text } from '../../php/values';
import { ControlError, expect, type Section, wholeNumber } from '../action';
import { choices, type FaultKind, REQUEST_FAULTS, TOKEN_FAULTS } from './faultKinds';

/** Faults on demand. */
export const faultsSection: Section = {
	state: (portal) => ({
		faultsLeft: portal.faults.left,
		faultKinds: { requests: choices(REQUEST_FAULTS), tokens: choices(TOKEN_FAULTS) },
	}),
	actions: [
		{
			httpMethod: 'POST',
			path: 'faults',
			run: ({ portal, fields }) => {
				const fault = chosenFault(REQUEST_FAULTS, fields);
				portal.faults.failNext(countOf(fields), { ...fault, ...narrowed(fields) });
			},
		},
		{
			httpMethod: 'POST',
			path: 'faults/commands',
			run: ({ portal, fields }) => {
				portal.faults.failCommands(countOf(fields), {
					method: needed(fields.method, 'Name the method, such as crm.lead.get.'),
					error: needed(fields.error, 'Give the error code, such as ACCESS_DENIED.'),
					error_description: text(fields.description),
					status: wholeNumber(fields.status ?? 400, 'The status', { min: 200, max: 599 }),
				});
			},
		},
		{
			httpMethod: 'POST',
			path: 'faults/batch',
			run: ({ portal, fields }) => {
				portal.faults.dropFromBatch(countOf(fields));
			},
		},
		{
			httpMethod: 'POST',
			path: 'faults/tokens',
			run: ({ portal, fields }) => {
				portal.faults.failTokenRequests(countOf(fields), chosenFault(TOKEN_FAULTS, fields));
			},
		},
		{
			httpMethod: 'DELETE',
			path: 'faults',
			run: ({ portal }) => {
				portal.faults.clear();
			},
		},
	],
};

function countOf({ count }: PhpMap): number {
	return wholeNumber(count ?? 1, 'The number of times', { min: 1, max: 1000 });
}

/** The fault of the given name, delayed by the given time. */
function chosenFault(kinds: readonly FaultKind[], fields: PhpMap): FaultAnswer {
	const kind = kinds.find(({ name }) => name === fields.kind);
	const { fault } = expect(kind, 'There is no such fault.');
	const delayMs = wholeNumber(fields.delayMs ?? 0, '“Late by”', { max: 600_000 });
	return delayMs === 0 ? fault : { ...fault, delayMs };
}

/** Only requests of a method, or only batches with a command of it. */
function narrowed(fields: PhpMap): Pick<FaultAnswer, 'method' | 'contains'> {
	const [method, contains] = [text(fields.method).trim(), text(fields.contains).trim()];
	return { ...(method === '' ? {} : { method }), ...(contains === '' ? {} : { contains }) };
}

function needed(value: unknown, otherwise: string): string {
	const given = text(value).trim();
	if (given === '') throw new ControlError(otherwise);
	return given;
}
