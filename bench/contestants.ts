import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../sandbox';
import type { NodeDraft } from '../test/host/client';

export type Work = 'Real-Time Event / Send' | 'Return Values';

/** A node that does the work in its own way. */
export interface Contestant {
	readonly name: string;
	/** Whether it waits between items by itself, and so takes long. */
	readonly paced: boolean;
	readonly node: (portalUrl: string) => NodeDraft;
	/** Makes what the node works on: one item each. */
	readonly input: (sandbox: Sandbox, items: number) => Promise<IDataObject[]>;
}

/** Our node and n8n's HTTP Request node in three settings. */
export function contestants(work: Work): Contestant[] {
	const input = work === 'Return Values' ? eventTokens : numbers;
	const paced = (items: number, ms: number): INodeParameters => ({
		batching: { batch: { batchSize: items, batchInterval: ms } },
	});
	const http = (name: string, options: INodeParameters, isPaced = false): Contestant => ({
		name,
		paced: isPaced,
		node: (portalUrl) => httpRequest(portalUrl, work, options),
		input,
	});
	return [
		{ name: 'Bitrix24', paced: false, node: () => bitrix24(work), input },
		http('HTTP Request, default', {}),
		http('HTTP Request, batching 50 a second', paced(50, 1000)),
		http('HTTP Request, paced: one per 500 ms', paced(1, 500), true),
	];
}

function bitrix24(work: Work): NodeDraft {
	const parameters: INodeParameters =
		work === 'Return Values'
			? {
					resource: 'automationRule',
					operation: 'returnValues',
					eventToken: '={{ $json.token }}',
					specifyReturnValues: 'json',
					returnValuesJson: '{ "approved": "Y" }',
				}
			: {
					resource: 'realTimeEvent',
					operation: 'send',
					audience: 'users',
					users: { user: [{ id: { __rl: true, mode: 'id', value: '3' } }] },
					command: 'bench',
					specifyParameters: 'json',
					parametersJson: '={{ { n: $json.n } }}',
				};
	return {
		name: 'Work',
		type: 'n8n-nodes-bitrix24.bitrix24',
		typeVersion: 1,
		parameters,
		onError: 'continueRegularOutput',
	};
}

function httpRequest(portalUrl: string, work: Work, options: INodeParameters): NodeDraft {
	const [method, body] =
		work === 'Return Values'
			? [
					'bizproc.event.send',
					'={{ { EVENT_TOKEN: $json.token, RETURN_VALUES: { approved: "Y" } } }}',
				]
			: [
					'pull.application.event.add',
					'={{ { USER_ID: "3", COMMAND: "bench", PARAMS: { n: $json.n } } }}',
				];
	return {
		name: 'Work',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url: `${portalUrl}/rest/${method}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'bitrix24OAuth2Api',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: body,
			options,
		},
		onError: 'continueRegularOutput',
	};
}

function numbers(_sandbox: Sandbox, items: number): Promise<IDataObject[]> {
	return Promise.resolve(Array.from({ length: items }, (_, n) => ({ n })));
}

/** Tokens of as many rules that wait for their answer. */
async function eventTokens(sandbox: Sandbox, items: number): Promise<IDataObject[]> {
	sandbox.addRule({ code: 'bench', handler: `${sandbox.url}/nobody`, useSubscription: 'Y' });
	const tokens: IDataObject[] = [];
	for (let n = 0; n < items; n++) {
		tokens.push({ n, token: (await sandbox.runRule('bench')).eventToken });
	}
	await sandbox.settle();
	return tokens;
}
