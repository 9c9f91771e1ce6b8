import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { runRule } from './automation/runRule';
import { createRecord, deleteRecord, updateRecord } from './crm/records';
import { type Actor, raiseEvent } from './events/raise';
import { Faults } from './faults';
import { type TokenAnswer, refreshAnswer } from './oauth/tokenAnswer';
import { FIRST_SESSION_TTL } from './oauth/tokenStore';
import { newApplication } from './portal/application';
import { randomAlphanumeric } from './portal/identifiers';
import { Portal } from './portal/portal';
import type { By, IssueTokensOptions, Sandbox, SandboxOptions } from './sandbox';
import { createServer } from './server';

/** Starts a portal on 127.0.0.1. Rejects if the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const portal = new Portal({
		accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds ?? 3600,
		application: options.application ?? {},
		clock: options.clock ?? Date.now,
	});
	portal.deliveryQueue.delayMs = options.deliveryDelayMs ?? 0;
	const faults = new Faults();
	const server = createServer(portal, faults);
	await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
	const { port } = server.server.address() as AddressInfo;
	portal.origin = `http://127.0.0.1:${port}`;
	return asSandbox(portal, faults, server);
}

function asSandbox(portal: Portal, faults: Faults, server: FastifyInstance): Sandbox {
	const [application] = portal.applications;
	if (!application) throw new Error('A portal starts with one application');
	return {
		...listsOf(portal),
		url: portal.origin,
		application,
		memberId: portal.memberId,
		faults,
		get currentUserId() {
			return portal.currentUserId;
		},
		set currentUserId(id) {
			portal.currentUserId = id;
		},
		get deliveryDelayMs() {
			return portal.deliveryQueue.delayMs;
		},
		set deliveryDelayMs(ms) {
			portal.deliveryQueue.delayMs = ms;
		},
		addApplication: (fields) => portal.keep(portal.applications, newApplication(fields)),
		addInboundWebhook: (webhook) => addInboundWebhook(portal, webhook),
		issueTokens: (tokens) => issueTokens(portal, tokens),
		expireAccessTokens: () => {
			portal.tokens.expireAccessTokens();
		},
		createLead: (fields, by) =>
			promised(() => createRecord(portal, 'LEAD', fields, actor(portal, by))),
		updateLead: (id, fields, by) =>
			promised(() => {
				expectLead(id, updateRecord(portal, 'LEAD', id, fields, actor(portal, by)));
			}),
		deleteLead: (id, by) =>
			promised(() => {
				expectLead(id, deleteRecord(portal, 'LEAD', id, actor(portal, by)));
			}),
		raiseEvent: (event, data, by) => {
			raiseEvent(portal, event, data, actor(portal, by));
		},
		settle: () => portal.deliveryQueue.settle(),
		addRule: (rule) => addRule(portal, rule),
		runRule: (code, input) => promised(() => runRule(portal, portal.ruleOf(code), input)),
		waitFor: (read, wait) => portal.changes.waitFor(read, wait),
		stop: async () => {
			await Promise.all([portal.deliveryQueue.stop(), server.close()]);
		},
	};
}

/** The portal's own lists: live, so that a test sees them grow. */
function listsOf(portal: Portal) {
	return {
		applications: portal.applications,
		users: portal.users,
		handlers: portal.handlers,
		realtimeEvents: portal.realtimeEvents,
		pushes: portal.pushes,
		deliveries: portal.deliveryQueue.deliveries,
		requests: portal.requests,
		tokenRequests: portal.tokenRequests,
		rules: portal.rules,
		runs: portal.runs,
	};
}

function actor(portal: Portal, by: By = {}): Actor {
	const userId = by.userId === undefined ? portal.currentUserId : by.userId;
	return { userId, sessionTtl: FIRST_SESSION_TTL };
}

/** Done at once; a failure rejects instead of being thrown at the caller. */
function promised<T>(deed: () => T): Promise<T> {
	return new Promise((resolve) => {
		resolve(deed());
	});
}

function expectLead(id: number, exists: boolean): void {
	if (!exists) throw new Error(`The portal has no lead ${id}`);
}

function issueTokens(portal: Portal, options: IssueTokensOptions = {}): TokenAnswer {
	const { userId = portal.currentUserId, clientId } = options;
	const application = clientId === undefined ? portal.applications[0] : undefined;
	const { clientId: issuedTo, scopes } = application ?? portal.applicationOf(clientId ?? '');
	const grant = {
		clientId: issuedTo,
		userId,
		scopes: options.scopes ?? [...scopes],
		sessionTtl: FIRST_SESSION_TTL,
	};
	return refreshAnswer(portal, grant, portal.tokens.issue(grant));
}

function addInboundWebhook(
	portal: Portal,
	{ userId = portal.currentUserId, scopes = [] }: { userId?: number; scopes?: string[] } = {},
): string {
	const code = randomAlphanumeric(16);
	portal.inboundWebhooks.push({ userId, code, scopes });
	return `${portal.endpoint}${userId}/${code}/`;
}

function addRule(portal: Portal, rule: Parameters<Sandbox['addRule']>[0]) {
	const known = portal.rules.findIndex(({ code }) => code === rule.code);
	if (known >= 0) portal.rules.splice(known, 1);
	return portal.keep(portal.rules, {
		name: rule.code,
		clientId: portal.applications[0]?.clientId ?? '',
		authUserId: 1,
		useSubscription: 'N' as const,
		properties: {},
		returnProperties: {},
		...rule,
	});
}
