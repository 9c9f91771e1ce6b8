import fc from 'fast-check';
import { type RuleRun, type RuleRunState, type Sandbox, startSandbox } from '../../../sandbox';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { answerOf, batch, call, tokenOf } from './restClient';

let sandbox: Sandbox;
let receiver: EventReceiver;

beforeAll(async () => {
	[sandbox, receiver] = await Promise.all([startSandbox(), startEventReceiver()]);
	const plain = { name: 'Value', type: 'string', required: false, multiple: false };
	sandbox.addRule({
		code: 'rule',
		handler: receiver.url,
		useSubscription: 'Y',
		returnProperties: { Score: plain, tags: { ...plain, multiple: true } },
	});
});
afterAll(async () => {
	await Promise.all([sandbox.stop(), receiver.stop()]);
});

const METHODS = ['bizproc.event.send', 'bizproc.activity.log'] as const;
const answer = (method: string, { eventToken }: Pick<RuleRun, 'eventToken'>) =>
	call(sandbox, method, {
		EVENT_TOKEN: eventToken,
		RETURN_VALUES: { Score: '1' },
		LOG_MESSAGE: 'said',
	});

async function runIn(state: RuleRunState): Promise<RuleRun> {
	const run = await sandbox.runRule('rule');
	run.state = state;
	return run;
}

// docs/reference/bitrix24.md#rule-answer-states
describe.each(METHODS)('an answer by %s', (method) => {
	it('is true without effect for a step that is closed', async () => {
		const run = await runIn('completed');
		expect((await answer(method, run)).body.result).toBe(true);
		expect(run).toMatchObject({ state: 'completed', log: [], results: { Score: null } });
	});

	it.each([
		['finished', '404', 'The business process is not found.'],
		['busy', '423', 'The workflow is hung or being executed'],
	] as const)(
		'is refused by a %s business process with error %s',
		async (state, error, description) => {
			const run = await runIn(state);
			const { status, body } = await answer(method, run);
			expect([status, body]).toEqual([400, { error, error_description: description }]);
			expect(run).toMatchObject({ state, log: [] });
		},
	);

	it('finds no business process that was deleted', async () => {
		const run = await sandbox.runRule('rule');
		sandbox.runs.splice(sandbox.runs.indexOf(run), 1);
		expect((await answer(method, run)).body.error).toBe('404');
	});

	it.each(['of the sandbox', 'of a test'])(
		'ends the business process of a document deleted %s',
		async (by) => {
			const id = await sandbox.createLead({ TITLE: 'To be deleted' });
			const run = await sandbox.runRule('rule', { documentId: `LEAD_${id}` });
			if (by === 'of a test') run.state = 'documentDeleted';
			else await sandbox.deleteLead(id);
			expect((await answer(method, run)).body.result).toBe(true);
			expect(run).toMatchObject({ state: 'finished', log: [], results: { Score: null } });
			const businessProcess = sandbox.businessProcesses.find(
				({ id: one }) => one === run.workflowId,
			);
			expect(businessProcess).toMatchObject({ status: 'terminated' });
			expect((await answer(method, run)).body.error).toBe('404');
		},
	);

	it('may be called by an inbound webhook of anybody with the scope', async () => {
		const run = await sandbox.runRule('rule');
		const webhook = sandbox.addInboundWebhook({ userId: 4, scopes: ['bizproc'] });
		const form = new URLSearchParams({ event_token: run.eventToken, log_message: 'hello' });
		const { body } = await answerOf(
			await fetch(`${webhook}${method}`, { method: 'POST', body: form }),
		);
		expect(body.result).toBe(true);
		expect(run.log).toEqual(['hello']);
	});

	it('may be called with the token of another application', async () => {
		const run = await sandbox.runRule('rule');
		const { clientId } = sandbox.addApplication();
		const { access_token: token } = sandbox.issueTokens({ clientId, userId: 4 });
		const params = { EVENT_TOKEN: run.eventToken, LOG_MESSAGE: 'hello' };
		expect((await call(sandbox, method, params, token)).body.result).toBe(true);
	});

	it('needs the scope', async () => {
		const token = tokenOf(sandbox, 1, ['crm']);
		const { status, body } = await call(sandbox, method, {}, token);
		expect([status, body.error]).toEqual([401, 'insufficient_scope']);
	});

	it('looks at the token first', async () => {
		const { status, body } = await call(sandbox, method, { EVENT_TOKEN: ['a'], LOG_MESSAGE: '' });
		expect([status, body.error]).toEqual([403, 'ACCESS_DENIED']);
	});

	it('refuses a token with any character changed, added, taken away or moved', async () => {
		const run = await sandbox.runRule('rule');
		const { eventToken } = run;
		const position = fc.nat(eventToken.length - 1);
		const sign = fc.oneof(
			fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
			fc.constantFrom(...Array.from('0123456789abcdefABCDEF|._ ')),
		);
		const forged = fc
			.oneof(
				fc.tuple(position, sign).map(([at, other]) => spliced(eventToken, at, 1, other)),
				fc.tuple(position, sign).map(([at, other]) => spliced(eventToken, at, 0, other)),
				position.map((at) => spliced(eventToken, at, 1, '')),
				position.map((at) => eventToken.slice(at) + eventToken.slice(0, at)),
				position.map((at) => eventToken.slice(0, at)),
			)
			.filter((token) => token !== eventToken);
		await fc.assert(
			fc.asyncProperty(forged, async (token) => {
				const { status, body } = await answer(method, { eventToken: token });
				expect([status, body]).toEqual([
					403,
					{ error: 'ACCESS_DENIED', error_description: 'Access denied!' },
				]);
			}),
			{ numRuns: 100, seed: 64 },
		);
		expect(run).toMatchObject({ state: 'waiting', log: [] });
	});
});

function spliced(token: string, at: number, removed: number, added: string): string {
	return token.slice(0, at) + added + token.slice(at + removed);
}

it('every single character of a token counts', async () => {
	const { eventToken } = await sandbox.runRule('rule');
	const tampered = Array.from(eventToken, (sign, at) =>
		spliced(eventToken, at, 1, sign === '0' ? '1' : '0'),
	);
	for (let from = 0; from < tampered.length; from += 50) {
		const cmd = tampered
			.slice(from, from + 50)
			.map((token) => `bizproc.event.send?EVENT_TOKEN=${encodeURIComponent(token)}`);
		const { result, result_error: errors } = await batch(sandbox, { cmd });
		expect(result).toEqual([]);
		expect(Object.keys(errors as object)).toHaveLength(cmd.length);
	}
});

describe('RETURN_VALUES', () => {
	it.each([
		[
			{ SCORE: 5, TAGS: 'one' },
			{ Score: 5, tags: ['one'] },
		],
		[
			{ score: '5', Tags: ['one', 'two'] },
			{ Score: '5', tags: ['one', 'two'] },
		],
		[{ Score: 'Y', unknown: 'x' }, { Score: 'Y' }],
		[
			{ Score: null, tags: '' },
			{ Score: null, tags: '' },
		],
		[
			{ Score: 0, tags: [] },
			{ Score: 0, tags: [] },
		],
		[
			{ Score: false, tags: '0' },
			{ Score: false, tags: '0' },
		],
		[{ Score: ['a.txt', 'aGk='] }, { Score: ['a.txt', 'aGk='] }],
		['text', {}],
		[undefined, {}],
	])('%j are kept as %j', async (values, kept) => {
		const run = await sandbox.runRule('rule');
		await call(sandbox, 'bizproc.event.send', {
			EVENT_TOKEN: run.eventToken,
			RETURN_VALUES: values,
		});
		expect(run).toMatchObject({ state: 'completed', returnedValues: kept });
		expect(Object.keys(run.returnedValues ?? {})).toEqual(Object.keys(kept));
		expect(run.results).toEqual({ Score: null, tags: null, ...kept });
	});

	it('do not belong to bizproc.activity.log', async () => {
		const run = await sandbox.runRule('rule');
		await answer('bizproc.activity.log', run);
		expect(run).toMatchObject({ state: 'waiting', log: ['said'], results: { Score: null } });
		await answer('bizproc.event.send', run);
		expect(run).toMatchObject({ log: ['said', 'said'], logMessage: 'said' });
	});
});

it.each([
	[undefined, 'Received application response'],
	['', 'Received application response'],
	['0', 'Received application response'],
	[['a'], 'Received application response'],
	['done', 'done'],
])('the log message %j of an answer is written as %j', async (message, written) => {
	const run = await sandbox.runRule('rule');
	await call(sandbox, 'bizproc.event.send', { EVENT_TOKEN: run.eventToken, LOG_MESSAGE: message });
	expect(run.log).toEqual([written]);
});
