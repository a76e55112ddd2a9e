const { app } = require('@azure/functions');

app.timer('rare', {
  schedule: '%RARE_SCHEDULE%',
  handler: (timer, context) => context.log(`timer ${JSON.stringify(timer)}`),
});

app.timer('failing', {
  schedule: '1.00:00:00',
  handler: () => {
    throw new Error('timer failed on purpose');
  },
});

app.timer('startup', {
  schedule: '0 0 0 1 1 *',
  runOnStartup: true,
  handler: (_timer, context) => context.warn('ran on startup'),
});
