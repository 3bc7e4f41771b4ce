-- What a visitor did before counts as far as it was known at the first exposure; everything is counted anew by that.
truncate participant, visitor_sum, metric_sum, segment_sum;
update measure set recount_phase = 0, recount_after = '';
