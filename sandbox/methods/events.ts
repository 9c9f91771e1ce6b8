import { BINDABLE_EVENTS } from '../events/catalog';
import { raiseEvent } from '../events/raise';
import { isEmpty, text, upperCaseKeys } from '../php/values';
import { actorOf, type RestMethod } from '../rest/method';
import { requireApplication } from './eventBind';

/** `events` and `event.test` (rest.md 5.3). */
export const EVENT_METHODS: readonly RestMethod[] = [
	{
		name: 'events',
		scope: 'basic',
		run: ({ access, params }) => {
			requireApplication(access.application);
			const { SCOPE: scope, FULL: full } = upperCaseKeys(params);
			const wanted = isEmpty(scope) ? ['basic', ...access.scopes] : [text(scope)];
			const shown = BINDABLE_EVENTS.filter(
				(entry) => !isEmpty(full) || wanted.includes(entry.scope),
			);
			return { result: shown.map(({ event }) => event) };
		},
	},
	{
		name: 'event.test',
		scope: 'basic',
		run: ({ portal, access, params }) => {
			requireApplication(access.application);
			raiseEvent(portal, 'ONAPPTEST', { QUERY: params, LANGUAGE_ID: 'en' }, actorOf(access));
			return { result: 1 };
		},
	},
];
