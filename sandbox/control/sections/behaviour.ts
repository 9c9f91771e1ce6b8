import type { PullServerMode } from '../../pull/pullServer';
import { changePullServer, sendPullCommand } from '../../pull/send';
import { text } from '../../php/values';
import { expect, type Section, wholeNumber } from '../action';

const MODES: readonly PullServerMode[] = ['shared', 'personal'];
const COMMANDS = ['config_expire', 'server_restart'] as const;

/** The portal itself: its time, its plan, its queue server, its address. */
export const behaviourSection: Section = {
	state: (portal) => ({
		clock: { aheadMs: portal.clock.toState() },
		features: portal.features,
		queueServer: { enabled: portal.pull.enabled, mode: portal.pull.mode },
		listeners: portal.pull.listeners(),
	}),
	actions: [
		{
			httpMethod: 'POST',
			path: 'clock',
			run: ({ portal, fields }) => {
				const seconds = wholeNumber(fields.seconds, 'The clock', { min: 1, max: 1e9 });
				portal.clock.advance(seconds * 1000);
			},
		},
		{
			httpMethod: 'POST',
			path: 'features',
			run: ({ portal, fields }) => {
				const { features } = portal;
				const name = text(fields.name);
				expect(Object.hasOwn(features, name), `The plan knows no feature ${name}.`);
				Object.assign(features, { [name]: fields.on === true });
			},
		},
		{
			httpMethod: 'POST',
			path: 'pull-server',
			run: ({ portal, fields }) => {
				if (typeof fields.enabled === 'boolean') portal.pull.enabled = fields.enabled;
				if (fields.mode === undefined) return;
				const mode = MODES.find((known) => known === fields.mode);
				changePullServer(portal, expect(mode, 'A queue server is shared or personal.'));
			},
		},
		{
			httpMethod: 'POST',
			path: 'pull-command',
			run: ({ portal, fields }) => {
				const command = COMMANDS.find((known) => known === fields.command);
				sendPullCommand(portal, expect(command, 'There is no such command.'));
			},
		},
		{
			httpMethod: 'POST',
			path: 'expire-access-tokens',
			run: ({ portal }) => {
				portal.tokens.expireAccessTokens();
			},
		},
		{
			httpMethod: 'POST',
			path: 'revoke-refresh-tokens',
			run: ({ portal }) => {
				portal.tokens.revokeRefreshTokens();
			},
		},
		{
			httpMethod: 'POST',
			path: 'rename',
			run: ({ server }) => server.rename(),
		},
	],
};
