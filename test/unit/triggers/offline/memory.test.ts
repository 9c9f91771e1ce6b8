import type { IPollFunctions } from 'n8n-workflow';

import { memoryOf, otherOwner } from '../../../../nodes/Bitrix24/triggers/offline/memory';
import { anyNode } from '../../anyNode';

const PORTAL = { memberId: 'm', sourceKey: '' };
const OWNED = { ...PORTAL, events: ['ONCRMLEADADD'] };

let workflows = 0;

function context(name: string | undefined, { workflow = `${++workflows}`, node = 'n' } = {}) {
	return {
		getNode: () => ({ ...anyNode, id: node }),
		getWorkflow: () => ({ id: workflow, name, active: true }),
	} satisfies Pick<IPollFunctions, 'getNode' | 'getWorkflow'>;
}

it('Each node of each workflow has a memory of its own, for as long as the process lives', () => {
	const first = context('One', { workflow: 'x' });
	memoryOf(first).polls = 3;
	expect(memoryOf(context('One', { workflow: 'x' })).polls).toBe(3);
	expect(memoryOf(context('One', { workflow: 'y' })).polls).toBe(0);
	expect(memoryOf(context('One', { workflow: 'x', node: 'm' })).polls).toBe(0);
});

describe('The owner of an event', () => {
	it('is the workflow of the other trigger, by the name that it has now', () => {
		const [other, own] = [context('Old name', { workflow: 'o' }), context('Own')];
		memoryOf(other).owned = OWNED;
		memoryOf(own).owned = OWNED;
		expect(otherOwner(own, 'ONCRMLEADADD', PORTAL)).toBe('Old name');
		memoryOf(context('New name', { workflow: 'o' }));
		expect(otherOwner(own, 'ONCRMLEADADD', PORTAL)).toBe('New name');
		memoryOf(other).owned = undefined;
		expect(otherOwner(own, 'ONCRMLEADADD', PORTAL)).toBeUndefined();
	});

	it.each([
		['another event', 'ONCRMDEALADD', PORTAL],
		['another portal', 'ONCRMLEADADD', { ...PORTAL, memberId: 'x' }],
		['another source key', 'ONCRMLEADADD', { ...PORTAL, sourceKey: 'x' }],
	])('is not one who has %s', (_, event, portal) => {
		const other = context('Other');
		memoryOf(other).owned = OWNED;
		expect(otherOwner(context('Own'), event, portal)).toBeUndefined();
		memoryOf(other).owned = undefined;
	});
});
