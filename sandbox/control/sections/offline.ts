import { integer } from '../../php/values';
import { expect, type Section } from '../action';
import { SHOWN, shortened } from '../shown';

/**
 * The offline queue: changes that wait until their application fetches them
 * (docs/reference/bitrix24.md#offline-events).
 */
export const offlineSection: Section = {
	state: ({ offlineEvents }) => ({
		offlineEvents: {
			count: offlineEvents.length,
			newest: offlineEvents
				.slice(-SHOWN)
				.map((row) => ({ ...row, eventData: shortened(row.eventData) }))
				.reverse(),
		},
	}),
	actions: [
		{
			httpMethod: 'DELETE',
			path: 'offline-events/:id',
			run: ({ portal: { offlineEvents }, path }) => {
				const position = offlineEvents.findIndex(({ id }) => id === integer(path.id));
				expect(position >= 0, 'That row is no longer in the queue.');
				offlineEvents.splice(position, 1);
			},
		},
	],
};
