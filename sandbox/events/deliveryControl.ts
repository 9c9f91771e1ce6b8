import type { Portal } from '../portal/portal';
import type { Delivery } from './delivery';
import type { ReleaseOrder } from './releaseOrder';

/** When deliveries go out, to test how a handler copes with late and reordered ones. */
export interface DeliveryControl {
	/** From now on deliveries of events and rules are held back. */
	holdDeliveries(): void;
	/** What is held back, in the order of handing over. */
	heldDeliveries(): readonly Delivery[];
	/**
	 * Lets held deliveries go, each after the answer to the one before, so that they arrive in this
	 * order; `as-handed` by default. With positions the others stay held. Resolves when all that go
	 * have an answer. Rejects with a RangeError if a position holds nothing or is named twice.
	 */
	releaseDeliveries(order?: ReleaseOrder): Promise<void>;
}

/** The controls of one portal. */
export function deliveryControl({ deliveryQueue }: Portal): DeliveryControl {
	return {
		holdDeliveries: () => {
			deliveryQueue.hold();
		},
		heldDeliveries: () => deliveryQueue.heldBack,
		releaseDeliveries: (order = 'as-handed') => deliveryQueue.release(order),
	};
}
