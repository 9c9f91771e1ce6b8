import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { runOperation } from '../../../nodes/Bitrix24/actions/router';
import { anyNode as node } from '../anyNode';
import { containing } from '../containing';
import { chosen } from './filled';

/** As much of n8n as is asked before anything is sent; whoever asks for more is too late. */
function host(
	items: ReadonlyArray<Record<string, unknown>>,
	parameters: INodeParameters = { command: '={{ $json.command }}' },
): IExecuteFunctions {
	const part = {
		getNode: () => ({ ...node, parameters }),
		getInputData: () => items.map(() => ({ json: {} })),
		continueOnFail: () => false,
		getNodeParameter: (name: string, index: number) => items[index]?.[name],
		getCredentials: () => Promise.reject(new Error('The credential was asked for')),
	};
	return part as unknown as IExecuteFunctions;
}

const send = {
	resource: 'realTimeEvent',
	operation: 'send',
	audience: 'users',
	users: chosen(5),
	command: 'deal_changed',
	specifyParameters: 'fields',
};

describe('a wrong input', () => {
	it('is found before anything is asked of Bitrix24, and names its item', async () => {
		const wrong = { ...send, command: 'deal changed' };
		await expect(runOperation(host([send, wrong, send]))).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: containing('a space'),
			description: containing('Use letters'),
			context: { itemIndex: 1 },
		});
	});

	it('keeps its own words, also where the input holds what n8n takes for a system’s code', async () => {
		// "employeeExists" holds EEXIST, which n8n takes for the code of a file system.
		const wrong = { ...send, command: 'employeeExists!' };
		await expect(runOperation(host([wrong]))).rejects.toMatchObject({
			message: containing('Command "employeeExists!" contains a character'),
		});
	});

	it('is told from an operation that does not exist', async () => {
		const unknown = { ...send, operation: 'broadcast' };
		await expect(runOperation(host([unknown]))).rejects.toMatchObject({
			message: 'This version of the node has no operation "broadcast" of "realTimeEvent".',
		});
	});
});

describe('the form', () => {
	/** Which item each field was read for, in order; the last item is wrong, so nothing is sent. */
	async function reads(parameters: INodeParameters): Promise<Record<string, number[]>> {
		const read: Record<string, number[]> = {};
		const context = host([send, send, { ...send, command: '' }], parameters);
		const getNodeParameter = (name: string, index: number) => {
			(read[name] ??= []).push(index);
			return index === 2 && name === 'command' ? '' : send[name as keyof typeof send];
		};
		const counting = { ...context, getNodeParameter } as unknown as IExecuteFunctions;
		await runOperation(counting).catch(() => undefined);
		return read;
	}

	it('is read once for all items where a field holds no expression', async () => {
		const read = await reads({ command: '={{ $json.command }}', audience: 'users' });
		expect(read.command).toStrictEqual([0, 1, 2]);
		expect(read.audience).toStrictEqual([0]);
		expect(read.users).toStrictEqual([0]);
	});

	it('is read for each item where an expression stands somewhere inside a field', async () => {
		const users = { user: [{ id: { mode: 'id', value: '={{ $json.user }}' } }] };
		const read = await reads({ command: '={{ $json.command }}', users });
		expect(read.users).toStrictEqual([0, 1, 2]);
	});
});

describe('no item', () => {
	it('asks nothing of Bitrix24', async () => {
		const empty = {
			...host([send]),
			getInputData: () => [],
		} as unknown as IExecuteFunctions;
		await expect(runOperation(empty)).resolves.toStrictEqual([]);
	});
});
