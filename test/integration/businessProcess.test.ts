import { searchTemplates } from '../../nodes/Bitrix24/methods/listSearch';
import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { process, user } from './forms';
import { listContext, runAction } from './n8nCore';
import { createDeal } from './sandbox/deals';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

type Options = Omit<Parameters<typeof runAction>[1], 'parameters'> & { userId?: number };
const run = (parameters: ReturnType<typeof process>, { userId = 1, ...options }: Options = {}) =>
	runAction(connectedTo(sandbox, { userId }), { parameters, ...options });
const methods = () => sandbox.requests.map(({ method, batch }) => batch ?? method);

/** A template on deals that waits for an answer that nobody gives. */
function waitingTemplate(): number {
	sandbox.addRule({ code: 'wait', handler: `${sandbox.url}/nobody`, useSubscription: 'Y' });
	return sandbox.addTemplate({
		name: 'Wait for ever',
		documentType: ['crm', 'CCrmDocumentDeal', 'DEAL'],
		parameters: { who: { Name: 'Who', Type: 'user' }, urgent: { Name: 'Urgent', Type: 'bool' } },
		steps: [{ kind: 'rule', name: 'wait', code: 'wait' }],
	}).id;
}

/** Starts as many processes that wait, and forgets the requests. */
async function startMany(count: number): Promise<string> {
	const dealId = await createDeal(sandbox);
	const template = user(waitingTemplate());
	await run(process('start', { template }), { items: Array(count).fill({ dealId }) });
	sandbox.requests.length = 0;
	return dealId;
}

describe('Business Process / Start', () => {
	it('starts one on a deal, with parameters', async () => {
		const dealId = await createDeal(sandbox);
		const entry = [
			{ name: 'who', value: 'user_5' },
			{ name: 'urgent', value: '={{ true }}' },
		];
		const form = process('start', { template: user(waitingTemplate()), parameters: { entry } });
		const { items } = await run(form, { items: [{ dealId }] });
		const [started] = sandbox.businessProcesses;
		expect(items[0]?.json).toEqual({ success: true, workflowId: started?.id });
		expect(started).toMatchObject({
			documentId: dealId,
			startedBy: 1,
			status: 'running',
			parameters: { who: 'user_5', urgent: 'Y' },
		});
	});

	it('starts several in one request', async () => {
		const dealId = await createDeal(sandbox);
		sandbox.requests.length = 0;
		const template = user(waitingTemplate());
		const items = [{ dealId }, { dealId: dealId.replace('DEAL_', '') }];
		await run(process('start', { template }), { items });
		expect(sandbox.businessProcesses.map(({ documentId }) => documentId)).toEqual([dealId, dealId]);
		expect(methods()).toEqual([Array(2).fill('bizproc.workflow.start')]);
	});

	it.each([
		[{ template: user(99) }, 'The template of the business process does not exist on the portal.'],
		[{ documentId: '99999' }, 'The document that the process should run on does not exist.'],
		[{ template: user(2) }, 'The template was made for another kind of document.'],
		[
			{ documentKind: 'other', documentIdJson: '["crm", "CCrmDocumentTask", "TASK_1"]' },
			'The document that the process should run on does not exist.',
		],
	])('says what is wrong with %j', async (form, message) => {
		const dealId = await createDeal(sandbox);
		await expect(run(process('start', form), { items: [{ dealId }] })).rejects.toThrow(message);
		expect(sandbox.businessProcesses).toEqual([]);
	});
});

describe('Business Process / Terminate', () => {
	it('ends one with a status, and says so when it has ended already', async () => {
		await startMany(1);
		const [started] = sandbox.businessProcesses;
		const items = [{ workflowId: started?.id ?? '' }];
		const parameters = process('terminate', { options: { status: 'No longer needed' } });
		expect((await run(parameters, { items })).items[0]?.json).toEqual({ success: true });
		expect(started).toMatchObject({ status: 'terminated', statusText: 'No longer needed' });
		await expect(run(parameters, { items })).rejects.toThrow(
			'The business process has already ended, or never existed.',
		);
	});

	it('says that it is being executed', async () => {
		await startMany(1);
		const [started] = sandbox.businessProcesses;
		for (const rule of sandbox.runs) rule.state = 'busy';
		const items = [{ workflowId: started?.id ?? '' }];
		await expect(run(process('terminate'), { items })).rejects.toThrow(
			'The business process is being executed at the moment.',
		);
	});
});

// What the sandbox has no way to come to by itself.
it.each([
	['start', '', 'Incorrect document type!', 'Bitrix24 does not recognise the kind of document'],
	['terminate', '404', 'Not found', 'The business process has already ended'],
	['terminate', '423', 'The workflow is hung or being executed', 'is being executed'],
])('%s tells of the refusal %j (%s)', async (operation, error, error_description, message) => {
	const method = `bizproc.workflow.${operation}`;
	sandbox.faults.failCommands(1, { method, error, error_description });
	const items = [{ dealId: '5', workflowId: '66e81a641752f8.56521481' }];
	await expect(run(process(operation), { items })).rejects.toThrow(message);
});

describe('Business Process / Get Many Instances', () => {
	const ids = (items: Awaited<ReturnType<typeof run>>['items']) => items.map(({ json }) => json.ID);

	it('reads what a first page holds in one request', async () => {
		const dealId = await startMany(60);
		const { items } = await run(process('getInstances', { limit: 3 }));
		expect(items).toHaveLength(3);
		expect(items[0]).toMatchObject({
			json: {
				DOCUMENT_ID: dealId,
				MODULE_ID: 'crm',
				ENTITY: 'CCrmDocumentDeal',
				STARTED_BY: '1',
				STARTED: expect.any(String) as string,
			},
			pairedItem: { item: 0 },
		});
		expect(methods()).toEqual(['bizproc.workflow.instances']);
	});

	it('reads all pages, those behind the first together', async () => {
		await startMany(180);
		const { items } = await run(process('getInstances', { returnAll: true }));
		expect(ids(items).sort()).toEqual(sandbox.businessProcesses.map(({ id }) => id).sort());
		expect(methods()).toEqual([
			'bizproc.workflow.instances',
			Array(3).fill('bizproc.workflow.instances'),
		]);
	});

	it('reads no page more than the limit asks for', async () => {
		await startMany(180);
		const { items } = await run(process('getInstances', { limit: 70 }));
		expect(new Set(ids(items)).size).toBe(70);
		expect(methods()).toEqual(['bizproc.workflow.instances', 'bizproc.workflow.instances']);
	});

	it('reads the lists of several items together, each with its own pages', async () => {
		await startMany(120);
		const { items } = await run(process('getInstances', { limit: '={{ $json.limit }}' }), {
			items: [{ limit: 110 }, { limit: 1 }, { limit: 60 }],
		});
		const counts = [0, 1, 2].map(
			(item) =>
				items.filter(({ pairedItem }) => JSON.stringify(pairedItem) === `{"item":${item}}`).length,
		);
		expect(counts).toEqual([110, 1, 60]);
		expect(methods()).toEqual([
			Array(3).fill('bizproc.workflow.instances'),
			Array(3).fill('bizproc.workflow.instances'),
		]);
	});

	it('finds those that the filters describe', async () => {
		const dealId = await startMany(3);
		const other = await createDeal(sandbox);
		await run(process('start', { template: user(4) }), { items: [{ dealId: other }] });
		const found = async (options: ReturnType<typeof process>) =>
			(await run(process('getInstances', { options }))).items.length;
		expect(await found({ documentId: other })).toBe(1);
		expect(await found({ documentId: dealId, moduleId: 'crm', startedBy: user(1) })).toBe(3);
		expect(await found({ startedBy: user(5) })).toBe(0);
		expect(await found({ template: user(4) })).toBe(4);
		expect(await found({ moduleId: 'lists' })).toBe(0);
	});

	it('fails as a whole where a page cannot be read', async () => {
		await startMany(120);
		sandbox.faults.failNext(1, {
			method: 'batch',
			status: 400,
			body: { error: 'ERROR_CORE', error_description: 'SQL query error!' },
		});
		await expect(run(process('getInstances', { returnAll: true }))).rejects.toThrow(
			'Bitrix24 could not carry out bizproc.workflow.instances.',
		);
	});
});

describe('Business Process / Get Many Templates', () => {
	it('lists those of a kind of document, and the fields that are asked for', async () => {
		const all = await run(process('getTemplates'));
		expect(all.items.map(({ json }) => json.ID)).toEqual(['1', '2', '3']);
		const { items } = await run(
			process('getTemplates', { options: { documentKind: 'lead', fields: ['ID', 'USER_ID'] } }),
		);
		expect(items.map(({ json }) => json)).toEqual([{ ID: '2', USER_ID: '1' }]);
		const smart = { documentKind: 'smartProcess', smartProcessId: '147' };
		const {
			items: [found],
		} = await run(process('getTemplates', { options: smart }));
		expect(found?.json).toMatchObject({ NAME: 'Approve a request', DOCUMENT_TYPE: 'DYNAMIC_147' });
	});

	it('are searched in the editor by name, type or ID', async () => {
		const context = listContext(connectedTo(sandbox));
		const search = async (filter?: string) =>
			(await searchTemplates.call(context, filter)).results.map(({ value }) => value);
		expect(await search('LEAD')).toEqual(['2']);
		expect(await search('credit')).toEqual(['1']);
		expect((await search()).sort()).toEqual(['1', '2', '3']);
	});
});

describe('Business Process for a user who is not an administrator', () => {
	it.each(['start', 'terminate', 'getInstances', 'getTemplates'])(
		'is refused: %s',
		async (operation) => {
			const dealId = await startMany(1);
			const items = [{ dealId, workflowId: sandbox.businessProcesses[0]?.id ?? '' }];
			await expect(run(process(operation), { items, userId: 3 })).rejects.toMatchObject({
				message: expect.stringMatching(/^Only an administrator of the portal can use /) as string,
				httpCode: '403',
			});
		},
	);
});
