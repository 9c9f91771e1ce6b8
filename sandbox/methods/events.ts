import { BINDABLE_EVENTS } from '../events/catalog';
import { raiseEvent } from '../events/raise';
import { actorOf, type RestMethod } from '../rest/method';
import { askedScopes } from './askedScopes';
import { requireApplication } from './eventBind';

/** `events` and `event.test` (docs/reference/bitrix24.md#event-lists). */
export const EVENT_METHODS: readonly RestMethod[] = [
	{
		name: 'events',
		scope: 'basic',
		run: ({ access, params }) => {
			requireApplication(access.application);
			const asked = askedScopes(params, access);
			const shown = BINDABLE_EVENTS.filter(({ scope }) => asked?.includes(scope) ?? true);
			return { result: shown.map(({ event }) => event) };
		},
	},
	{
		name: 'event.test',
		scope: 'basic',
		run: ({ portal, access, params }) => {
			const { clientId } = requireApplication(access.application);
			const data = { QUERY: params, LANGUAGE_ID: 'en' };
			raiseEvent(portal, 'ONAPPTEST', data, actorOf(access), clientId);
			return { result: 1 };
		},
	},
];
