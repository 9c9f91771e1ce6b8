import { existsSync } from 'node:fs';

import { startConsentPage, type ConsentPage } from '../host/consentPage';
import { errorOf, itemsOf, n8nClient, type N8nClient } from '../host/client';
import { INSTALL_LIMIT_MS } from '../host/install';
import { startN8n, type N8n } from '../host/n8n';
import { isAlive, withDescendants } from '../host/processes';
import { HOST_VERSIONS } from '../host/versions';

jest.setTimeout(2 * 60_000);

describe.each(Object.values(HOST_VERSIONS))('n8n $version', ({ version }) => {
	let n8n: N8n;
	let client: N8nClient;

	beforeAll(async () => {
		n8n = await startN8n({ version });
		client = n8nClient(n8n.url, version);
		await client.setupOwner();
	}, INSTALL_LIMIT_MS);

	afterAll(async () => {
		await n8n.stop();
	});

	describe('workflows', () => {
		it('runs a published workflow at a webhook call', async () => {
			const { id } = await client.createWorkflow(greeter('greet'));
			await client.activate(id);

			const answer = await post(`${n8n.url}/webhook/greet`, { city: 'Vilnius' });
			const execution = await client.waitForExecution(id, { status: 'success' });

			expect(answer.status).toBe(200);
			expect(itemsOf(execution, 'Greet')).toEqual([
				{ json: { greeting: 'Hello Vilnius' }, pairedItem: { item: 0 } },
			]);
		});

		it('waits for the execution after a given one', async () => {
			const { id } = await client.createWorkflow(greeter('twice'));
			await client.activate(id);
			await post(`${n8n.url}/webhook/twice`, { city: 'Riga' });
			const first = await client.waitForExecution(id);

			await post(`${n8n.url}/webhook/twice`, { city: 'Tallinn' });
			const second = await client.waitForExecution(id, { after: first.id });

			expect(itemsOf(second, 'Greet')[0]?.json).toEqual({ greeting: 'Hello Tallinn' });
			expect((await client.executions(id)).map((execution) => execution.id)).toEqual([
				second.id,
				first.id,
			]);
		});

		it('lists more executions than fit on a page', async () => {
			const { id } = await client.createWorkflow({
				name: 'often',
				nodes: [webhookNode('often', { responseMode: 'lastNode' })],
			});
			await client.activate(id);
			for (let call = 0; call < 101; call += 1) await post(`${n8n.url}/webhook/often`, {});
			const ids = (await client.executions(id)).map((execution) => Number(execution.id));

			expect(new Set(ids).size).toBe(101);
			expect(ids).toEqual([...ids].sort((a, b) => b - a));
		});

		it('keeps the address of a trigger that the editor has changed', async () => {
			const name = 'kept';
			const { id, nodes: before } = await client.createWorkflow({
				name,
				nodes: [webhookNode(name)],
			});
			const changed = webhookNode(name, { responseMode: 'lastNode' });
			await client.updateWorkflow(id, { name, nodes: [changed] });
			const { nodes: after } = await client.getWorkflow(id);

			expect(before[0]?.webhookId).toMatch(/^[-0-9a-f]{36}$/);
			expect(after[0]).toMatchObject({ ...changed, webhookId: before[0]?.webhookId });
		});

		it('answers no more after a workflow is deactivated', async () => {
			const { id } = await client.createWorkflow(greeter('for-a-while'));
			await client.activate(id);
			await client.deactivate(id);

			expect((await post(`${n8n.url}/webhook/for-a-while`, {})).status).toBe(404);
			expect(await client.executions(id)).toEqual([]);
		});

		it('listens for one test event', async () => {
			const { id } = await client.createWorkflow(greeter('tried'));
			await client.listenForTestEvent(id, 'Webhook');

			await post(`${n8n.url}/webhook-test/tried`, { city: 'Riga' });
			const execution = await client.waitForExecution(id, { status: 'success' });

			expect(execution.mode).toBe('manual');
			expect(itemsOf(execution, 'Greet')[0]?.json).toEqual({ greeting: 'Hello Riga' });
			expect((await post(`${n8n.url}/webhook-test/tried`, {})).status).toBe(404);
		});

		it('runs a workflow by hand, with code in the task runner', async () => {
			const { id } = await client.createWorkflow(byHand('return [{ json: { sum: 1 + 2 } }];'));
			const started = await client.runWorkflow(id, 'Start');
			const execution = await client.waitForExecution(id, { status: 'success' });

			expect(execution.id).toBe(started);
			expect(itemsOf(execution, 'Code')[0]?.json).toEqual({ sum: 3 });
		});

		it('shows why an execution failed', async () => {
			const { id } = await client.createWorkflow(byHand("throw new Error('No such deal');"));
			const failed = await client.runWorkflow(id, 'Start');

			await expect(client.waitForExecution(id, { status: 'success' })).rejects.toThrow(
				'No such deal',
			);
			expect(errorOf(await client.execution(failed))?.message).toContain('No such deal');
		});

		it('shows why a workflow could not be published', async () => {
			const taken = await client.createWorkflow(greeter('taken'));
			const second = await client.createWorkflow(greeter('taken'));
			await client.activate(taken.id);

			await expect(client.activate(second.id)).rejects.toThrow(/taken|conflict/);
		});

		it('is deleted', async () => {
			const { id } = await client.createWorkflow(greeter('gone'));
			await client.deleteWorkflow(id);

			await expect(client.getWorkflow(id)).rejects.toThrow(/404 .*workflow/);
		});
	});

	describe('credentials', () => {
		let portal: ConsentPage;

		beforeAll(async () => {
			portal = await startConsentPage();
		});

		afterAll(async () => {
			await portal.stop();
		});

		it('connects an OAuth2 credential', async () => {
			const { id } = await client.createCredential(portal.credential('good'));
			expect((await client.getCredential(id)).data.oauthTokenData).toBeUndefined();

			await client.connect(id);

			expect((await client.getCredential(id)).data.oauthTokenData).toBe(true);
			expect(await client.testCredential(id)).toMatchObject({ status: 'OK' });
		});

		it('shows why an OAuth2 credential could not be connected', async () => {
			const { id } = await client.createCredential(portal.credential('blocked'));

			await expect(client.connect(id)).rejects.toThrow(
				/The portal's plan has ended \(.*PAYMENT_REQUIRED/,
			);
		});

		it('tells a connection without a token by the test', async () => {
			const { id } = await client.createCredential(portal.credential('error-with-200'));
			await client.connect(id);

			expect(await client.testCredential(id)).toMatchObject({ status: 'Error' });
		});
	});

	describe('node types', () => {
		it('lists what n8n has loaded', async () => {
			const [webhook] = await client.nodeTypes('n8n-nodes-base.webhook');

			expect(webhook).toMatchObject({ displayName: 'Webhook', group: ['trigger'] });
		});

		it('opens a dropdown', async () => {
			const zones = await client.dynamicOptions({
				node: 'n8n-nodes-base.dateTime',
				method: 'getTimezones',
			});

			expect(zones).toContainEqual({ name: 'Europe/Vilnius', value: 'Europe/Vilnius' });
		});

		it('opens the list of a resource locator', async () => {
			const tables = await client.resourceLocatorResults({
				node: 'n8n-nodes-base.dataTable',
				method: 'tableSearch',
			});

			expect(tables.results).toEqual([]);
		});
	});

	describe('stop', () => {
		it('leaves no process and no folder behind', async () => {
			const processes = withDescendants(n8n.pid);
			expect(processes.length).toBeGreaterThan(2);

			await n8n.stop();

			expect(processes.filter(isAlive)).toEqual([]);
			expect(existsSync(n8n.userFolder)).toBe(false);
		});
	});
});

function greeter(webhookPath: string) {
	return {
		name: webhookPath,
		nodes: [
			webhookNode(webhookPath),
			{
				name: 'Greet',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				parameters: {
					assignments: {
						assignments: [
							{ id: '1', name: 'greeting', type: 'string', value: '=Hello {{ $json.body.city }}' },
						],
					},
				},
			},
		],
	};
}

function webhookNode(path: string, parameters = {}) {
	return {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path, ...parameters },
	};
}

function byHand(jsCode: string) {
	return {
		name: 'by hand',
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
			{ name: 'Code', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } },
		],
	};
}

async function post(url: string, body: object): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}
