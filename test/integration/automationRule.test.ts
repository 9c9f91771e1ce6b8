import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { bareRule, rule, ruleOperation } from './forms';
import { runAction } from './n8nCore';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

const methods = () => sandbox.requests.map(({ method, batch }) => batch ?? method);
const run = (parameters: Parameters<typeof runAction>[1]['parameters'], userId = 1) =>
	runAction(connectedTo(sandbox, { userId }), { parameters });
const DONE = { success: true, code: 'check_credit_limit', kind: 'rule' };

describe('Automation Rule / Create or Update', () => {
	it('adds a rule with everything that was said of it', async () => {
		const { items } = await run(rule());
		expect(items).toEqual([{ json: { ...DONE, created: true }, pairedItem: { item: 0 } }]);
		expect(sandbox.rules).toEqual([
			expect.objectContaining({
				kind: 'rule',
				code: 'check_credit_limit',
				name: 'Check credit limit',
				description: 'Asks n8n',
				handler: 'https://n8n.example.com/webhook/credit-limit',
				authUserId: 5,
				useSubscription: 'Y',
				properties: {
					amount: { name: 'Amount', type: 'double', required: true, multiple: false },
					Format: {
						name: 'Format',
						type: 'select',
						required: false,
						multiple: true,
						default: ['pdf'],
						options: { pdf: 'PDF', docx: 'docx' },
					},
				},
				returnProperties: {
					approved: { name: 'Approved', type: 'bool', required: false, multiple: false },
				},
				filter: { INCLUDE: [['crm', 'CCrmDocumentDeal', 'DEAL']] },
			}),
		]);
		expect(methods()).toEqual(['bizproc.robot.add']);
	});

	it('adds a workflow action with the document type of its fields', async () => {
		const { items } = await run(rule({ kind: 'action' }));
		expect(items[0]?.json).toEqual({ ...DONE, kind: 'action', created: true });
		expect(sandbox.rules).toMatchObject([
			{ kind: 'action', documentType: ['crm', 'CCrmDocumentDeal', 'DEAL'] },
		]);
	});

	it('registers what says nothing that need not be said, and that it does not wait', async () => {
		await run(bareRule());
		expect(sandbox.rules).toMatchObject([
			{ useSubscription: 'N', authUserId: 0, properties: {}, returnProperties: {} },
		]);
	});

	it.each(['rule', 'action'])('removes what the %s no longer has', async (kind) => {
		await run(rule({ kind }));
		const { items } = await run(bareRule({ kind }));
		expect(items[0]?.json).toEqual({ ...DONE, kind, created: false });
		expect(sandbox.rules).toHaveLength(1);
		expect(sandbox.rules[0]).toMatchObject({
			name: 'Bare',
			description: '',
			authUserId: 0,
			useSubscription: 'N',
			properties: {},
			returnProperties: {},
		});
		expect(sandbox.rules[0]?.filter).toBeUndefined();
		expect(sandbox.rules[0]?.documentType).toBeUndefined();
	});

	it('means the same in a batch, and updates what exists in a second one', async () => {
		const parameters = rule({ code: '=check_{{ $json.n }}' });
		const items = [{ n: 1 }, { n: 2 }];
		const credential = connectedTo(sandbox);
		await run(rule());
		await runAction(credential, { parameters, items });
		const [alone, ...batched] = sandbox.rules;
		for (const added of batched) expect({ ...added, code: alone?.code }).toEqual(alone);
		expect(Object.keys(batched[0]?.properties ?? {})).toEqual(['amount', 'Format']);

		sandbox.requests.length = 0;
		const renamed = { ...parameters, ruleName: 'Renamed' };
		await runAction(credential, { parameters: renamed, items, continueOnFail: true });
		expect(sandbox.rules.map(({ name }) => name)).toEqual([
			'Check credit limit',
			'Renamed',
			'Renamed',
		]);
		expect(methods()).toEqual([
			['bizproc.robot.add', 'bizproc.robot.add'],
			['bizproc.robot.update', 'bizproc.robot.update'],
		]);
	});

	it.each([false, true])(
		'goes on behind a code that exists; continuing on fail: %s',
		async (continueOnFail) => {
			await run(rule({ code: 'c2' }));
			const { items } = await runAction(connectedTo(sandbox), {
				parameters: rule({ code: '=c{{ $json.n }}', ruleName: '=Rule {{ $json.n }}' }),
				items: [{ n: 1 }, { n: 2 }, { n: 3 }],
				continueOnFail,
			});
			expect(items.map(({ json, pairedItem }) => [json.code, json.created, pairedItem])).toEqual([
				['c1', true, { item: 0 }],
				['c2', false, { item: 1 }],
				['c3', true, { item: 2 }],
			]);
			expect(sandbox.rules.map(({ name }) => name).sort()).toEqual(['Rule 1', 'Rule 2', 'Rule 3']);
		},
	);

	it('fails the item alone whose code belongs to an action', async () => {
		await run(rule({ kind: 'action', code: 'c2' }));
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: rule({ code: '=c{{ $json.n }}' }),
			items: [{ n: 1 }, { n: 2 }, { n: 3 }],
			continueOnFail: true,
		});
		expect(items.map(({ json }) => json.error ?? json.created)).toEqual([
			true,
			expect.stringMatching(/^The application already uses the code c2 for a workflow action/),
			true,
		]);
	});

	it('updates nothing for the items from the first failed one on', async () => {
		await run(rule({ code: 'c1' }));
		await run(rule({ code: 'c3' }));
		const { rules } = sandbox;
		const big = 'x'.repeat(70_000);
		const failing = runAction(connectedTo(sandbox), {
			parameters: rule({
				code: '=c{{ $json.n }}',
				ruleName: '=Rule {{ $json.n }}',
				ruleFields: { property: [{ id: 'a', type: 'text', default: '={{ $json.text }}' }] },
			}),
			items: [
				{ n: 1, text: '' },
				{ n: 2, text: big },
				{ n: 3, text: '' },
			],
		});
		await expect(failing).rejects.toMatchObject({
			message: 'Bitrix24 could not save the rule c2.',
			context: { itemIndex: 1 },
		});
		expect(rules.map(({ code, name }) => [code, name])).toEqual([
			['c1', 'Rule 1'],
			['c3', 'Check credit limit'],
		]);
	});

	it('refuses a wrong form before anything is sent', async () => {
		const fields = { property: [{ id: 'Title', type: 'string' }] };
		await expect(run(rule({ ruleFields: fields }))).rejects.toMatchObject({
			message: 'Bitrix24 reserves the ID "Title" and would ignore the field.',
			description: 'Choose another ID.',
		});
		expect(sandbox.requests).toEqual([]);
	});
});

describe('Automation Rule / Get Many and Delete', () => {
	it('lists and removes rules and actions apart', async () => {
		await run(rule({ code: 'a' }));
		await run(rule({ code: 'b', kind: 'action' }));
		const { items } = await run(ruleOperation('getAll', { kind: 'action' }));
		expect(items.map(({ json }) => json)).toEqual([{ code: 'b', kind: 'action' }]);

		const remove = (kind: string) => run(ruleOperation('delete', { kind, code: 'b' }));
		expect((await remove('rule')).items[0]?.json).toEqual({ deleted: false, code: 'b' });
		expect((await remove('action')).items[0]?.json).toEqual({ deleted: true, code: 'b' });
		expect((await remove('action')).items[0]?.json).toEqual({ deleted: false, code: 'b' });
		expect(sandbox.rules.map(({ code }) => code)).toEqual(['a']);
	});

	it('removes all of several though some are gone', async () => {
		await run(rule({ code: 'c1' }));
		await run(rule({ code: 'c3' }));
		const { items } = await runAction(connectedTo(sandbox), {
			parameters: ruleOperation('delete', { code: '=c{{ $json.n }}' }),
			items: [{ n: 1 }, { n: 2 }, { n: 3 }],
		});
		expect(items.map(({ json }) => json.deleted)).toEqual([true, false, true]);
	});
});

// docs/reference/bitrix24.md#automation-rules
describe('What Bitrix24 refuses', () => {
	it.each([rule(), bareRule({ kind: 'action' }), ruleOperation('getAll'), ruleOperation('delete')])(
		'is told where the user is no administrator: %j',
		async (parameters) => {
			await expect(run(parameters, 3)).rejects.toMatchObject({
				message: expect.stringMatching(
					/^Only an administrator of the portal can use biz/,
				) as string,
				description: expect.stringContaining('ACCESS_DENIED: Access denied!') as string,
				httpCode: '403',
			});
		},
	);

	it('says so where the application lacks the permission', async () => {
		sandbox.application.scopes.splice(0, Infinity, 'crm');
		await expect(run(rule())).rejects.toThrow(
			'The application lacks the permission that bizproc.robot.add needs.',
		);
	});

	// What the sandbox has no way to come to by itself.
	it.each([
		['ERROR_ACTIVITY_ADD_FAILURE', 'Activity or Robot already added!', 'Another call is adding'],
		['ERROR_METHOD_NOT_FOUND', 'Method not found!', 'The portal does not know the method'],
		[
			'ERROR_ACTIVITY_VALIDATION_FAILURE',
			'Wrong activity DOCUMENT_TYPE!',
			'Bitrix24 does not know the document type.',
		],
	])('is told for %s (%s)', async (error, error_description, message) => {
		const fault = { method: 'bizproc.activity.add', error, error_description };
		sandbox.faults.failCommands(1, fault);
		await expect(run(rule({ kind: 'action' }))).rejects.toThrow(message);
	});

	it('says so for a rule that is too large to be saved', async () => {
		const property = { id: 'a', type: 'text', default: 'x'.repeat(70_000) };
		const large = rule({ ruleFields: { property: [property] } });
		await expect(run(large)).rejects.toThrow('could not save the rule check_credit_limit');
		await run(rule());
		await expect(run(large)).rejects.toThrow('could not save the rule check_credit_limit');
	});
});
