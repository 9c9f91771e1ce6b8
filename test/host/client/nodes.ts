import type {
	INodeCredentials,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

import type { Session } from './session';

/** A dropdown of a node in the editor. */
export interface Dropdown {
	/** Such as `n8n-nodes-bitrix24.bitrix24`. */
	node: string;
	/** The node's version; 1 unless told. */
	version?: number;
	/** The name of the node's method that fills the dropdown. */
	method: string;
	/** The parameter's path; `parameters.<method>` unless told. */
	path?: string;
	/** What the other fields of the form hold. */
	parameters?: INodeParameters;
	credentials?: INodeCredentials;
}

export interface ListSearch extends Dropdown {
	/** What the user typed. */
	filter?: string;
	paginationToken?: string;
}

export const nodeCalls = (session: Session) => ({
	/** Opens a dropdown that the node fills with `loadOptions`. */
	async dynamicOptions(dropdown: Dropdown): Promise<INodePropertyOptions[]> {
		return await session.call('POST', '/dynamic-node-parameters/options', request(dropdown));
	},

	/** Opens the list of a resource locator, which the node fills with `listSearch`. */
	async resourceLocatorResults(search: ListSearch): Promise<INodeListSearchResult> {
		const { filter, paginationToken } = search;
		return await session.call('POST', '/dynamic-node-parameters/resource-locator-results', {
			...request(search),
			filter,
			paginationToken,
		});
	},

	/**
	 * The descriptions of the node types that n8n has loaded, as the editor gets them. A type with several
	 * versions is there several times.
	 *
	 * @param prefix What the type's name begins with, such as `n8n-nodes-bitrix24.`; everything unless told.
	 */
	async nodeTypes(prefix = ''): Promise<INodeTypeDescription[]> {
		const answer = await session.fetch('/types/nodes.json');
		const all = (await answer.json()) as INodeTypeDescription[];
		return all.filter(({ name }) => name.startsWith(prefix));
	},
});

function request({ node, version = 1, method, path, parameters = {}, credentials }: Dropdown) {
	return {
		path: path ?? `parameters.${method}`,
		nodeTypeAndVersion: { name: node, version },
		methodName: method,
		currentNodeParameters: parameters,
		credentials,
	};
}
