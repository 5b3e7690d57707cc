-- ARGV: 1 expected grant id, 2 expected generation, 3 retention
if not is_version(ARGV[1], ARGV[2]) then
  return answer(false)
end
if row.state == 'TOMBSTONE' then
  return answer(true)
end

finish({
  state = 'TOMBSTONE', attempt = '0', owner = '', attempt_id = '', lease_until = '',
  not_before = '', err_code = '', fmt = '', key_id = '', ct = '', access_exp = '',
  purge_at = text(now + ARGV[3])
})
return answer(true)
