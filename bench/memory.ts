/**
 * Measures how much memory a node adds to n8n's process while it works through 5,000 items
 * (`npm run bench:memory`): ours beside n8n's own, each in an n8n that was started for it.
 *
 * n8n evaluates an expression for each item and leaves some 50 KB of garbage each time; the two rows
 * with one expression and the two without tell what is the nodes' own.
 */
import type { INodeParameters } from 'n8n-workflow';

import type { NodeDraft } from '../test/host/client';
import { startBenchHost } from './benchHost';
import { contestants } from './contestants';
import type { Contestant } from './contestants';
import { table } from './table';

const ITEMS = 5000;
const LATENCY = { requestMs: 100, commandMs: 5 };
const LIMIT = { burst: 50, perSecond: 2 };

async function main(): Promise<void> {
	const rows: string[][] = [];
	for (const { name, node, input } of candidates()) {
		const host = await startBenchHost(LATENCY, LIMIT);
		try {
			const idleMb = await host.idleMemoryMb();
			const { sandbox } = host;
			const measured = await host.measure(node(sandbox.url), await input(sandbox, ITEMS));
			const [done, added] =
				measured === undefined
					? ['n8n ended', '–']
					: [String(measured.done), `+${(measured.peakMb - idleMb).toFixed(0)}`];
			rows.push([name, done, idleMb.toFixed(0), added]);
		} finally {
			await host.stop();
		}
		process.stderr.write(`${name}: measured\n`);
	}
	const head = ['Node', 'Items done', 'MB idle', 'MB above idle'];
	process.stdout.write(`${[`n8n 2.41.1, ${ITEMS} items`, '', ...table(head, rows)].join('\n')}\n`);
}

type Candidate = Pick<Contestant, 'name' | 'node' | 'input'>;

function candidates(): Candidate[] {
	const [send, http] = contestants('Real-Time Event / Send');
	const [returnValues] = contestants('Return Values');
	if (send === undefined || http === undefined || returnValues === undefined) {
		throw new Error('A contestant is missing');
	}
	const { input } = send;
	return [
		{ name: 'No Operation', node: () => n8nNode('noOp', 1, {}), input },
		{
			name: 'Bitrix24: Real-Time Event / Send, no expression',
			node: (url) => withParameters(send.node(url), { parametersJson: '{ "n": 1 }' }),
			input,
		},
		{
			name: 'Edit Fields, one expression',
			node: () => n8nNode('set', 3.4, { assignments: { assignments: [assignment] } }),
			input,
		},
		{ ...send, name: 'Bitrix24: Real-Time Event / Send, one expression' },
		{ ...returnValues, name: 'Bitrix24: Return Values, one expression' },
		{ ...http, name: 'HTTP Request, default, one expression' },
	];
}

const assignment = { id: 'n', name: 'n', type: 'number', value: '={{ $json.n }}' };

function n8nNode(name: string, typeVersion: number, parameters: INodeParameters): NodeDraft {
	return { name: 'Work', type: `n8n-nodes-base.${name}`, typeVersion, parameters };
}

function withParameters(node: NodeDraft, parameters: INodeParameters): NodeDraft {
	return { ...node, parameters: { ...node.parameters, ...parameters } };
}

void main();
