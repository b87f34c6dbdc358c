export const help = `Looks after cases by hand. Every act is kept as a row: who, when, why.

  npm run ops -- stop <account> <subscription> --why "..."      close the case for good; nothing more is sent or charged
  npm run ops -- nudge <account> <subscription> --why "..."     end its wait now; it reads the world and decides again
  npm run ops -- restart <account> <subscription> --why "..."   a new run from the top; nothing is sent or charged twice
                     [--policy own|current]                     own: the rules it began with; current: today's
  npm run ops -- attention                                      list the cases that wait for a person
  npm run ops -- link <stripe customer> <account>               say whose customer it is
  npm run ops -- reconcile [--account <account>]                compare with Stripe now and put right what differs; also every night
  npm run ops -- reconciled                                     what the last comparison found, and what was done
  npm run ops -- enrol payment-recovery --since 2026-11-01      list what failed since then and has no case
                     [--yes]                                    and open one for each; it counts from now
  npm run ops -- replay-webhook <event id or instant>           send your endpoints that event, or all since then, again
  npm run ops -- pause-all                                      stop every mail and every charge, within a minute
  npm run ops -- resume-all                                     go on

  --who <name>            who does it, default: your user name
  --local                 the world of a running npm start at http://localhost:4242, or HOLDFAST_URL (default)
  --aws --stage <name>    the deployed stage, with the region and profile of your AWS environment
`;
