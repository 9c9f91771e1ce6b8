import type { INode } from 'n8n-workflow';

/** A node where it does not matter which. */
export const anyNode: INode = {
	id: 'n',
	name: 'Bitrix24',
	type: 'bitrix24',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
