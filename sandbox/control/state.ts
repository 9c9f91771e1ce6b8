import type { Portal } from '../portal/portal';
import { SECTIONS } from './sections';

/** Everything the page shows. */
export function portalState(portal: Portal): Record<string, unknown> {
	const parts: Array<Record<string, unknown>> = SECTIONS.map(({ state }) => state(portal));
	return Object.assign({}, ...parts) as Record<string, unknown>;
}
