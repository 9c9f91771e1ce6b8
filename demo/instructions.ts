import type { Demo } from './startDemo';

/** What the demo prints when everything runs. */
export function instructions({ n8nUrl, sandboxUrl, formUrl, owner }: Demo): string {
	return `
The demo is running: a real n8n with the Bitrix24 nodes, connected to a local portal.

  n8n        ${n8nUrl}
             E-mail ${owner.email}, password ${owner.password}
  Portal     ${sandboxUrl}
  Form       ${formUrl}

What to try

  1. Add a lead on the portal's page: n8n answers with a real-time event for everyone and with a push,
     which appear on the same page. In n8n, see Executions of "New lead announces itself".
  2. Once there is a lead, press Run next to an automation rule on the portal's page: n8n approves 3,000
     and refuses 12,000, and its answer appears below Runs.
  3. Add a deal with an amount on the portal's page: the rule "Check credit limit" asks n8n, and the deal
     moves to the next stage, or is lost if the amount is more than 10,000.
  4. Change a lead on the portal's page: the workflow "No change of a lead is lost" gets a signal, and
     within seconds a real-time event reports the change. Press "Hold back" under Deliveries and change
     the lead again: no signal comes through, but n8n finds the change within about a minute.
  5. Open the form and press Send: your text arrives as a real-time event on the portal's page.

Ctrl-C ends all of it and leaves nothing behind.
`;
}
