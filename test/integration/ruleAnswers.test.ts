import { startSandbox } from '../../sandbox';
import type { RuleRun, Sandbox } from '../../sandbox';
import { returnValues, ruleOperation } from './forms';
import { runAction } from './n8nCore';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
	sandbox.addRule({
		code: 'check',
		handler: `${sandbox.url}/nobody`,
		useSubscription: 'Y',
		returnProperties: {
			approved: { name: 'Approved', type: 'bool', required: false, multiple: false },
			users: { name: 'Users', type: 'user', required: false, multiple: true },
		},
	});
});
afterEach(async () => {
	await sandbox.stop();
});

const OPERATIONS = [
	['Return Values', returnValues()],
	['Write Log', ruleOperation('writeLog')],
] as const;
const waiting = () => sandbox.runRule('check');
const answer = (parameters: Parameters<typeof runAction>[1]['parameters'], run: RuleRun) =>
	runAction(connectedTo(sandbox), { parameters, items: [{ eventToken: run.eventToken }] });

describe('Automation Rule / Return Values', () => {
	it('hands on single and multiple values', async () => {
		const run = await waiting();
		await answer(
			returnValues({ returnValuesJson: { approved: true, users: ['user_1', 'user_2'] } }),
			run,
		);
		expect(run).toMatchObject({
			state: 'completed',
			returnedValues: { approved: 'Y', users: ['user_1', 'user_2'] },
		});
	});

	it('succeeds a second time without changing anything', async () => {
		const run = await waiting();
		await answer(returnValues({ returnValuesJson: { approved: 'Y' } }), run);
		await answer(returnValues({ returnValuesJson: { approved: 'N' } }), run);
		expect(run.returnedValues).toEqual({ approved: 'Y' });
	});
});

describe('Automation Rule / Write Log', () => {
	it('writes as often as it likes, and the rule goes on waiting', async () => {
		const run = await waiting();
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: ruleOperation('writeLog', { logMessage: '={{ $json.message }}' }),
			items: ['Asked', 'Reminded'].map((message) => ({ eventToken: run.eventToken, message })),
		});
		expect(items.map(({ json }) => json)).toEqual([{ success: true }, { success: true }]);
		expect(run).toMatchObject({ state: 'waiting', log: ['Asked', 'Reminded'] });
	});

	it('refuses an empty message before anything is sent', async () => {
		const run = await waiting();
		const parameters = ruleOperation('writeLog', { logMessage: '' });
		await expect(answer(parameters, run)).rejects.toThrow('The log message is empty.');
		expect(sandbox.requests).toEqual([]);
	});
});

describe.each(OPERATIONS)('The answers of a business process to %s', (name, parameters) => {
	it('say that it has ended', async () => {
		const run = await waiting();
		run.state = 'finished';
		await expect(answer(parameters, run)).rejects.toMatchObject({
			message: expect.stringMatching(
				name === 'Write Log'
					? /nothing can be written to its log/
					: /nothing waits for this answer/,
			) as string,
			description: expect.stringContaining('404: The business process is not found.') as string,
		});
	});

	it('say that the token is not valid', async () => {
		const run = await waiting();
		const tampered = { ...run, eventToken: `${run.eventToken.slice(0, -1)}x` };
		await expect(answer(parameters, tampered)).rejects.toMatchObject({
			message: 'Bitrix24 does not recognise the event token.',
			httpCode: '403',
		});
		expect(run.state).toBe('waiting');
	});

	it('are waited for where it is busy', async () => {
		const run = await waiting();
		run.state = 'busy';
		const answered = answer(parameters, run);
		await sandbox.waitFor(() => sandbox.requests.length === 1);
		run.state = 'waiting';
		await answered;
		expect(sandbox.requests).toHaveLength(2);
	});
});

it('An answer to a business process that stays busy is given up after five tries', async () => {
	const outcomes = OPERATIONS.map(async ([, parameters]) => {
		const run = await waiting();
		run.state = 'busy';
		await expect(answer(parameters, run)).rejects.toMatchObject({
			message: 'The business process that asked is busy at the moment.',
			failure: { cause: 'temporarily-unavailable' },
		});
	});
	await Promise.all(outcomes);
	expect(sandbox.requests).toHaveLength(10);
}, 20_000);
