import type { IPollFunctions } from 'n8n-workflow';

import {
	executionReader,
	fateOf,
} from '../../../../nodes/Bitrix24/triggers/offline/storedExecution';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const LATER = '2026-05-01T12:05:00.000Z';
const STACK = { executionData: { nodeExecutionStack: [{}] } };
const RESULT = { resultData: { runData: {} } };

describe('What is stored of an execution that waited says', () => {
	it.each<[string, unknown]>([
		['as text', LATER],
		['as a date', new Date(LATER)],
	])('that it waits, until when %s', (_, waitTill) => {
		const stored = { ...RESULT, ...STACK, waitTill };
		expect(fateOf(stored, NOW)).toEqual({ is: 'waiting', until: Date.parse(LATER) });
	});

	it.each<[string, unknown]>([
		['its wait is over', { ...RESULT, ...STACK, waitTill: '2026-05-01T11:59:00.000Z' }],
		['nothing is left of its wait', { ...RESULT, ...STACK }],
		['nobody can read when it ends', { ...RESULT, ...STACK, waitTill: 'some day' }],
		['it waits for nothing', { ...RESULT, ...STACK, waitTill: null }],
	])('that it goes on, where %s', (_, stored) => {
		expect(fateOf(stored, NOW)).toEqual({ is: 'resumed' });
	});

	it.each<[string, unknown]>([
		['it is gone', undefined],
		['it has ended', { ...RESULT, executionData: { nodeExecutionStack: [] } }],
		['it has nothing to do', RESULT],
		['it has failed', { ...STACK, resultData: { error: { message: 'No' } } }],
		['it was stopped', { ...STACK, resultData: { error: {} }, waitTill: LATER }],
	])('that it is over, where %s', (_, stored) => {
		expect(fateOf(stored, NOW)).toEqual({ is: 'over' });
	});
});

describe('The reader of executions', () => {
	const reader = (additionalData: unknown) =>
		executionReader({ additionalData } as unknown as IPollFunctions);

	it('is n8n’s own', async () => {
		const stored = { ...RESULT };
		const data = {
			stored,
			async getRunExecutionData(this: { stored: unknown }, id: string) {
				return await Promise.resolve([id, this.stored]);
			},
		};
		expect(await reader(data)?.('7')).toEqual(['7', stored]);
	});

	it.each([[undefined], [{}], [{ getRunExecutionData: 'none' }], ['text']])(
		'is not there where n8n has %j',
		(data) => {
			expect(reader(data)).toBeUndefined();
		},
	);
});
