package measure_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"

	"referd/core/measure"
)

var rewrite = flag.Bool("rewrite", false, "write docs/measures.md anew")

// docs/measures.md is drawn from the code, so that what is read is what is counted.
func TestMeasuresAreDrawn(t *testing.T) {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# The measures

Drawn from the code by a test (core/measure); change the code, not this page.

Who leads an organization, its quality staff, and a referring practice see the figures of their own referrals at `+"`/measures`"+`, and nobody those of others.
They are counted from rows in memory that follow each commit: one of 116 bytes for each referral, read from its ledger when the house starts. Until every
referral is counted the pages say so and show nothing. **Measured are** the referrals that were sent, but for those entered in error. Moments
are to the minute.

**Weeks** run from Monday, 00:00 UTC. A case is of the week of its moment below, and a week is counted when all of it is as old as the measure asks, so that
no week is judged before its time; younger cases are shown beside as not counted yet. A figure is of %d weeks, and each week is a point of its chart.

**What is ordinary** is the mean of the weeks and 2.66 times their mean moving range to each side (Shewhart's chart of individuals, XmR), when eight weeks or more have a
value. A signal is a week outside these limits, eight weeks in a row on one side of the mean, or six in a row that rise or fall. Everything else is noise.

**Times** are medians, and beside them the time within which nine of ten were done; kept to the minute up to four hours and to one part in 128 beyond.
A moment nobody told, which only a later step shows, has no time: the case is left out, and said.

Beside each figure stands where the referrals it measures are now, every ending by its name. Cases can be told apart by service, site, sender, urgency, channel
and coordinator, and what is overdue by the team that has it. Of what came in, the sender is an organization, the channel how it came, the coordinator the first of the receiving side who took
it up; of what went out they are the clinician who refers, how the receiver is reached, and who sent it. Each case says in words why it is counted.

| measure | what is counted | who is not in it | a case is of the week of | better | source |
|---|---|---|---|---|---|
`, measure.Weeks)
	for _, m := range measure.All {
		better := "more"
		if m.Low {
			better = "less"
		}
		fmt.Fprintf(&b, "| **%s** `%s` | %s | %s | %s | %s | %s |\n", m.Title, m.Name, m.Sentence, m.Censored, m.WeekOf(), better, m.Source)
	}
	const file = "../../docs/measures.md"
	if *rewrite {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(have, b.Bytes()) {
		t.Errorf("docs/measures.md is not what the code says (%v): go test ./core/measure -rewrite", err)
	}
}
