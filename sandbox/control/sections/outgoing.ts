import { text } from '../../php/values';
import { expect, type Section, wholeNumber } from '../action';

const ORDERS = ['as-handed', 'reversed'] as const;

/** When deliveries go out. */
export const outgoingSection: Section = {
	state: ({ deliveryQueue: { delayMs, holding, heldBack } }) => ({
		outgoing: { delayMs, holding, heldBack: heldBack.length },
	}),
	actions: [
		{
			httpMethod: 'POST',
			path: 'delivery-delay',
			run: ({ portal, fields }) => {
				portal.deliveryQueue.delayMs = wholeNumber(fields.ms, 'The delay', { max: 600_000 });
			},
		},
		{
			httpMethod: 'POST',
			path: 'deliveries/hold',
			run: ({ portal }) => {
				portal.deliveryQueue.hold();
			},
		},
		{
			httpMethod: 'POST',
			path: 'deliveries/release',
			run: ({ portal, fields }) => {
				const order = ORDERS.find((known) => known === text(fields.order ?? 'as-handed'));
				// The answers come one after the other; the page shows them as they come and need not wait.
				void portal.deliveryQueue.release(
					expect(order, 'Deliveries are released as-handed or reversed.'),
				);
			},
		},
	],
};
