import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { eventHandler, push, realTimeEvent } from './forms';
import { runAction } from './n8nCore';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

const HTML = '<html>Gateway Time-out</html>';
const oauth = (error: string) => ({ error, error_description: 'Something' });

/** Answers under which the portal has done all that it was asked. */
const FAULTS = [
	['a broken connection', 'disconnect-after' as const],
	['status 500 with HTML', { status: 500, body: HTML, after: true }],
	['status 504 with HTML', { status: 504, body: HTML, after: true }],
	['INTERNAL_SERVER_ERROR', { status: 500, body: oauth('INTERNAL_SERVER_ERROR'), after: true }],
	['ERROR_UNEXPECTED_ANSWER', { status: 500, body: oauth('ERROR_UNEXPECTED_ANSWER'), after: true }],
	['an unknown code with status 502', { status: 502, body: oauth('ODD'), after: true }],
	['a page with status 200', { status: 200, body: HTML, after: true }],
] as const;

const LOOK = /may have been carried out all the same: look in Bitrix24 before you make it again/;

describe.each(FAULTS)('After %s', (_, fault) => {
	it('nobody is told to repeat what must not be repeated', async () => {
		sandbox.faults.failNext(1, fault);
		const run = runAction(connectedTo(sandbox), { parameters: push() });
		const error = (await run.catch((thrown: unknown) => thrown)) as Error & { description: string };
		expect(error.description).toMatch(LOOK);
		expect(`${error.message} ${error.description}`).not.toMatch(/run the workflow again/i);
		expect(sandbox.pushes).toHaveLength(1);
	});

	it('each call of a batch is of unknown outcome', async () => {
		sandbox.faults.failNext(1, fault);
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: realTimeEvent(),
			items: [{}, {}, {}],
			continueOnFail: true,
		});
		expect(items.map(({ json }) => json.error)).toEqual(
			Array(3).fill(expect.stringMatching(LOOK) as string),
		);
		expect(sandbox.realtimeEvents).toHaveLength(3);
	});
});

describe('A run that stops', () => {
	it('tells what became of the other items', async () => {
		const commands = Array.from({ length: 120 }, (_, n) => ({ n }));
		const run = runAction(connectedTo(sandbox), { parameters: realTimeEvent(), items: commands });
		await sandbox.waitFor(() => sandbox.counters.batches === 1);
		sandbox.faults.failNext(1, { status: 504, body: HTML, after: true });
		await expect(run).rejects.toMatchObject({
			description: expect.stringContaining(
				'Of the other 119 items, 50 were carried out, and 49 may have been: leave these out',
			) as string,
			context: { itemIndex: 50 },
		});
	});

	it('says nothing of others where they may be made again', async () => {
		sandbox.faults.failNext(1, { status: 400, body: oauth('ODD'), method: 'event.bind' });
		await expect(
			runAction(connectedTo(sandbox), { parameters: eventHandler('bind') }),
		).rejects.not.toMatchObject({ description: expect.stringContaining('other') as string });
	});
});

it('A call that never reached the portal was not made, and the text says so', async () => {
	const credential = connectedTo(sandbox);
	await sandbox.stop();
	await expect(runAction(credential, { parameters: push() })).rejects.toMatchObject({
		message: expect.stringMatching(/gave no answer \(it refused the connection\)/) as string,
		description: expect.stringMatching(/^The call was not made/) as string,
	});
	sandbox = await startSandbox();
}, 20_000);
