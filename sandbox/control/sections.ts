import type { Portal } from '../portal/portal';
import type { Section } from './action';
import { applicationsSection } from './sections/applications';
import { automationSection } from './sections/automation';
import { behaviourSection } from './sections/behaviour';
import { deliveriesSection } from './sections/deliveries';
import { faultsSection } from './sections/faults';
import { limitsSection } from './sections/limits';
import { messagesSection } from './sections/messages';
import { offlineSection } from './sections/offline';
import { outgoingSection } from './sections/outgoing';
import { portalSection } from './sections/portal';
import { recordsSection } from './sections/records';
import { requestsSection } from './sections/requests';
import { workersSection } from './sections/workers';

/** The parts of the page. */
export const SECTIONS: readonly Section[] = [
	portalSection,
	recordsSection,
	deliveriesSection,
	offlineSection,
	messagesSection,
	automationSection,
	requestsSection,
	applicationsSection,
	faultsSection,
	limitsSection,
	workersSection,
	outgoingSection,
	behaviourSection,
];

/** Everything the page shows. */
export function portalState(portal: Portal): Record<string, unknown> {
	const parts: Array<Record<string, unknown>> = SECTIONS.map(({ state }) => state(portal));
	return Object.assign({}, ...parts) as Record<string, unknown>;
}
