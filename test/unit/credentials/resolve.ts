import { Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeType,
	INodeTypes,
} from 'n8n-workflow';

import { Bitrix24OAuth2Api } from '../../../credentials/Bitrix24OAuth2Api.credentials';

const node: INode = {
	id: 'credential',
	name: 'Credential',
	type: 'credential',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const nodeType: INodeType = {
	description: {
		displayName: 'Credential',
		name: 'credential',
		group: ['input'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: [],
		properties: [],
	},
};

const nodeTypes: INodeTypes = {
	getByName: () => nodeType,
	getByNameAndVersion: () => nodeType,
	getKnownTypes: () => ({}),
};

const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });

/**
 * The credential's data as n8n hands them on: what the user typed over the defaults, with the
 * expressions resolved by n8n's own engine, in which `$self` is the data themselves.
 */
export function resolved(typed: Record<string, string>): { authUrl: string; tokenUrl: string } {
	const defaults = Object.fromEntries(
		new Bitrix24OAuth2Api().properties.map(({ name, default: value }) => [name, text(value)]),
	);
	const data: ICredentialDataDecryptedObject = { ...defaults, ...typed };
	const url = (name: string) => {
		const { expression } = workflow;
		const value = defaults[name];
		return text(
			expression.getComplexParameterValue(node, value, 'internal', {}, undefined, undefined, data),
		);
	};
	return { authUrl: url('authUrl'), tokenUrl: url('accessTokenUrl') };
}

/** What the credential's test calls, where the credential holds this. */
export function testedUrl(credentials: IDataObject): string {
	const { url } = new Bitrix24OAuth2Api().test.request;
	const found = workflow.expression.getComplexParameterValue(node, url, 'internal', {
		$credentials: credentials,
	});
	return text(found);
}

function text(value: unknown): string {
	if (typeof value === 'string') return value;
	throw new Error(`Not a text: ${JSON.stringify(value)}`);
}
