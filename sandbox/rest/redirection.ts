import type { Portal } from '../portal/portal';
import type { HttpAnswer } from './answer';

/**
 * 302 to the same path at the portal's new address, if this one is an old one
 * (docs/reference/bitrix24.md#rename-redirect).
 */
export function redirection(
	portal: Portal,
	{ origin, target }: { origin: string; target: string },
): HttpAnswer | undefined {
	const newOrigin = newOriginFor(portal, origin);
	if (newOrigin === undefined) return undefined;
	return {
		status: 302,
		headers: { 'content-type': 'text/html; charset=utf-8', location: `${newOrigin}${target}` },
		body: '<html><head><title>302 Found</title></head><body><h1>302 Found</h1></body></html>',
	};
}

function newOriginFor({ address, faults }: Portal, origin: string): string | undefined {
	if (faults.renamedTo !== undefined && faults.renamedTo !== origin) return faults.renamedTo;
	return address.isFormer(origin) ? address.origin : undefined;
}
