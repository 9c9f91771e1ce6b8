import { namedRateLimit } from '../limits/namedRateLimits';
import { integer, text } from '../php/values';
import { type Action, expect } from './action';

/** How the portal behaves from now on. */
export const SETTING_ACTIONS: readonly Action[] = [
	{
		httpMethod: 'POST',
		path: 'rate-limit',
		run: ({ portal, fields }) => {
			const limit = namedRateLimit(text(fields.name));
			portal.rateLimit.limit = expect(limit, 'There is no such rate limit.');
		},
	},
	{
		httpMethod: 'POST',
		path: 'latency',
		run: ({ portal, fields }) => {
			portal.latency = {
				requestMs: Math.max(0, integer(fields.requestMs)),
				commandMs: Math.max(0, integer(fields.commandMs)),
			};
		},
	},
	{
		httpMethod: 'POST',
		path: 'signed-in',
		run: ({ portal, fields }) => {
			const user = portal.findUser(integer(fields.userId));
			portal.currentUserId = expect(user, 'There is no such user.').id;
		},
	},
	{
		httpMethod: 'POST',
		path: 'application',
		run: ({ portal, fields }) => {
			const [application] = portal.applications;
			expect(application, 'There is no application.').handlerPath = text(fields.handlerPath);
		},
	},
];
