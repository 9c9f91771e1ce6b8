import { ManualExecutionCancelledError, TimeoutExecutionCancelledError } from 'n8n-workflow';
import type { IPollFunctions, IRun } from 'n8n-workflow';

import { startExecution } from '../../../../nodes/Bitrix24/triggers/offline/execution';
import { anyNode } from '../../anyNode';

type Emit = IPollFunctions['__emit'];

/** As n8n's helper makes them. */
function createDeferredPromise<T>() {
	let resolve: (value: T) => void = () => {};
	let reject: (reason: Error) => void = () => {};
	const promise = new Promise<T>((...both) => {
		[resolve, reject] = both;
	});
	return { promise, resolve, reject };
}

const ITEMS = [{ json: { id: 1 } }];
const NOT_STORED = new Error('not stored');

/** What becomes of an execution that n8n treats so; `running` where it has not ended after a while. */
async function outcome(emit: Emit, canRefuse = true): Promise<unknown> {
	const context: Partial<IPollFunctions> = {
		getNode: () => anyNode,
		helpers: { createDeferredPromise } as IPollFunctions['helpers'],
		__emit: emit,
		__commitCursor: canRefuse ? jest.fn() : undefined,
	};
	const started = startExecution(context as IPollFunctions, ITEMS).then(
		(waits) => waits ?? 'ended',
		(reason: unknown) => reason,
	);
	const aWhile = new Promise((resolve) => {
		setImmediate(resolve, 'running');
	});
	return await Promise.race([started, aWhile]);
}

describe('An execution', () => {
	it('gets the items, and runs until n8n says that it has ended', async () => {
		const emit = jest.fn<ReturnType<Emit>, Parameters<Emit>>();
		expect(await outcome(emit)).toBe('running');
		expect(emit).toHaveBeenCalledTimes(1);
		expect(emit.mock.calls[0]?.[0]).toEqual([ITEMS]);
		expect(await outcome((_, __, done) => done?.resolve(undefined))).toBe('ended');
	});

	it('runs on where its workflow has answered', async () => {
		expect(await outcome((_, response) => response?.resolve({}))).toBe('running');
	});

	it('was not started where n8n could not store it', async () => {
		expect(await outcome((_, __, done) => done?.reject(NOT_STORED))).toBe(NOT_STORED);
	});

	it('was not started where n8n refused it, though its end is told as well', async () => {
		const refuse: Emit = (_, response, done) => {
			response?.reject(NOT_STORED);
			done?.resolve(undefined);
		};
		expect(await outcome(refuse)).toBe(NOT_STORED);
		expect(await outcome((_, response) => response?.reject(NOT_STORED))).toBe(NOT_STORED);
	});

	it.each<[string, Error]>([
		['by hand', new ManualExecutionCancelledError('1')],
		['by its time limit', new TimeoutExecutionCancelledError('1')],
	])('has ended where it was stopped %s, whichever n8n tells first', async (_, reason) => {
		expect(await outcome((_data, _response, done) => done?.reject(reason))).toBe('ended');
		const both: Emit = (_data, response, done) => {
			response?.reject(reason);
			done?.reject(reason);
		};
		expect(await outcome(both)).toBe('ended');
	});

	it.each<[string, object]>([
		['its state', { status: 'waiting' }],
		['the end of its wait', { status: 'running', waitTill: new Date() }],
	])('that n8n puts aside is told by its id, known by %s', async (_, state) => {
		const metadata = { bitrix24ExecutionId: '17' };
		const run = (runData: object) => ({ ...state, data: { resultData: { runData } } }) as IRun;
		const waits = async (runData: object) =>
			await outcome((_data, _response, done) => done?.resolve(run(runData)));
		expect(await waits({ [anyNode.name]: [{ metadata }] })).toBe('17');
		// As in queue mode of n8n 2, and where n8n has passed over the trigger.
		expect(await waits({})).toBe('ended');
		expect(await waits({ [anyNode.name]: [{}] })).toBe('ended');
		expect(await waits({ Other: [{ metadata }] })).toBe('ended');
	});

	it('has no promise of a response in an n8n that refuses none: it would be broken off at a shutdown', async () => {
		const emit = jest.fn<ReturnType<Emit>, Parameters<Emit>>((_, __, done) =>
			done?.resolve(undefined),
		);
		expect(await outcome(emit, false)).toBe('ended');
		expect(emit.mock.calls[0]?.[1]).toBeUndefined();
		expect(await outcome(emit)).toBe('ended');
		expect(emit.mock.calls[1]?.[1]).toBeDefined();
	});
});
