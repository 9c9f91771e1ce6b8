import { text, type PhpMap } from '../php/values';
import type { Application } from '../portal/application';
import type { Portal } from '../portal/portal';
import type { HttpAnswer } from '../transmission';
import { FIRST_SESSION_TTL } from './tokenStore';

/**
 * `/oauth/authorize/` (docs/reference/bitrix24.md#authorize-parameters): of the query only
 * client_id and state are read; the browser goes to the application's handler path. Failures are an
 * error page, never a redirect.
 */
export function answerAuthorize(portal: Portal, query: PhpMap): HttpAnswer {
	const application = portal.findApplication(text(query.client_id));
	if (!application?.installed || !application.active)
		return page(404, 'REST_APP_NOT_FOUND', 'The application is not installed here.');
	const user = portal.findUser(portal.currentUserId);
	if (!user?.active) return page(403, 'Access denied', 'Nobody is signed in to this portal.');
	const code = portal.tokens.issueCode({
		clientId: application.clientId,
		userId: user.id,
		scopes: [...application.scopes],
		sessionTtl: FIRST_SESSION_TTL,
	});
	if (application.handlerPath === '') return page(200, 'Authorization code', code);
	const state = query.state === undefined ? undefined : text(query.state);
	return {
		status: 302,
		headers: { location: redirectTarget(portal, application, code, state) },
		body: '',
	};
}

/** Handler path with code, state, domain, member_id, scope and server_domain. */
function redirectTarget(
	portal: Portal,
	{ handlerPath, scopes }: Application,
	code: string,
	state: string | undefined,
): string {
	const added = new URLSearchParams({
		code,
		...(state === undefined ? {} : { state }),
		domain: portal.address.host,
		member_id: portal.memberId,
		scope: scopes.join(','),
		server_domain: portal.address.serverHost,
	});
	return `${handlerPath}${handlerPath.includes('?') ? '&' : '?'}${added.toString()}`;
}

function page(status: number, title: string, content: string): HttpAnswer {
	return {
		status,
		headers: { 'content-type': 'text/html; charset=utf-8' },
		body: `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><p>${content}</p></html>`,
	};
}
