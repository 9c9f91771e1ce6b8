import type { Problem } from './problem';
import { readUrl } from './url';

/** Length of the portal's column for the address of an event handler, in characters. */
const MAX_EVENT_HANDLER_LENGTH = 255;

/**
 * Finds what Bitrix24 would refuse in the address of an event's or an automation rule's handler
 * (docs/reference/bitrix24.md#handler-address).
 *
 * @param maxLength characters that the portal keeps; by default those for an event handler
 */
export function handlerProblem(
	handler: string,
	maxLength = MAX_EVENT_HANDLER_LENGTH,
): Problem | undefined {
	const reachable =
		'It must be an address that Bitrix24 can reach from the internet, such as https://n8n.example.com/webhook/…';
	if (handler === '') {
		return { message: 'The address of the handler is empty.', advice: `${reachable}.` };
	}
	const url = readUrl(handler);
	if (url === undefined) {
		return { message: `"${handler}" is not an address.`, advice: `${reachable}.` };
	}
	if (!/^https?:/.test(handler)) {
		return {
			message: `The address of the handler begins with ${handler.split(':')[0] ?? ''}: instead of https: or http:.`,
			advice: `${reachable}.`,
		};
	}
	if (url.hostname.indexOf('.') < 1) {
		return {
			message: `Bitrix24 cannot reach a handler on "${url.hostname}".`,
			advice: `${reachable}. For a trigger, set the environment variable N8N_WEBHOOK_URL (older n8n: WEBHOOK_URL) to n8n's public address.`,
		};
	}
	if (handler.length > maxLength) {
		return {
			message: `The address of the handler has ${handler.length} characters; Bitrix24 keeps ${maxLength}.`,
			advice: 'Use a shorter address.',
		};
	}
	return undefined;
}
