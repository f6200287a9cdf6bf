"""What tools/classify_eval/noise.py spoils texts with. Lists of their own: training has none of these (its wrong characters come from the
readings of all characters, its abbreviations from the words of concepts.yaml), so that what is measured is not what was learned. Some
entries meet those of text/slang.cc all the same, for that is how people type."""

# Word → what is typed for it: initials, half of the word spelt out, another character or a digit of the same sound.
SLANG = {word: typed.split("/") for word, typed in (pair.split(":") for pair in """
客服:kf/客fu/kefu 快递:kd/快di/kuaidi 快递员:kdy 快递小哥:kd小哥 退款:tk/退kuan 退货:th/tuihuo 换货:hh 发货:fh/fahuo 卖家:mj/麦家 商家:sj/shangjia 店家:dj 老板:lb/laoban
垃圾:lj/辣鸡/laji 质量:zl/质liang 态度:td/taidu 服务:fw 物流:wl 投诉:ts/tousu 差评:cp/chaping 好评:hp 评价:pj 骗子:pz/piànzi 骗人:pr 假货:jh/假huo 正品:zp 订单:dd/dingdan 下单:xd
优惠券:yhq/优惠quan 优惠:yh 红包:hb/hongbao 价格:jg 降价:jj 涨价:zj 便宜:py/便yi 差价:cj 运费:yf 发票:fp/发piao 赠品:zp品 保修:bx 维修:wx/wei修 手机:sj/shouji 电脑:dn 屏幕:pm 充电:cd
电池:dc 包装:bz 破损:ps 东西:dx/东东 没有:mei有/木有/没you 不是:bs/8是/不shi 不好:bh/8好 不能:bn/不neng 什么:sm/神马/啥么 怎么:zm/肿么/怎me 为什么:wsm/为什me 知道:zd/造 不知道:bzd 喜欢:xh/稀饭
真的:zd/真滴/真de 感觉:gj/赶脚 朋友:py/盆友 非常:fc/灰常 好吃:hc/好次 难吃:nc/难次 恶心:ex/e心 失望:sw/失wang 无语:wy/无yu 麻烦:mf/ma烦 收到:sd/收dao 送货:sh/送huo 联系:lx/联xi 电话:dh/电hua
京东:jd/狗东 淘宝:tb/某宝 支付宝:zfb 微信:wx/威信 付款:fk 支付:zf 退钱:tq/退qian 赔偿:pc/赔chang 解决:jj/解jue 处理:cl/处li 问题:wt/问ti 时间:sj/时jian 现在:xz/现zai 今天:jt/jin天 昨天:zt/昨tian 明天:mt
喝水:hs 水果:sg 外卖:wm/外mai 骑手:qs 味道:wd/味dao 衣服:yf/衣fu 鞋子:xz/鞋zi 这个:介个/zhege 那么:辣么 这样:酱紫/zheyang 觉得:jd/jio得 一样:1样/yiyang 一般:1般/yiban 我:偶/wo 的:滴/de 了:le 吧:8/ba 就:jiu 很:hen
太差:tc 收货:sh 签收:qs 仓库:ck 地址:dz 会员:hy 账号:zh 密码:mm 登录:dl/登lu 验证码:yzm 活动:hd 赔付:pf 售后:sh/售hou 消费者:xfz 谢谢:xx/3q/谢xie 不要:bie/表 气死:qs 坑人:kr/坑ren 坑爹:kd/坑die
""".split())}

# Characters that are typed for each other, because they sound alike …
ALIKE = """
的得地德 是事时式市试 在再载 有又友右 不部步布 了乐勒 我握卧 他她它塌 这着浙 那哪纳 没每美梅 要药耀 就旧救 会惠汇 到道倒 说硕 上尚 下夏吓 大达 小晓 好号 来赖 去趣 买卖麦迈 家佳加 店电垫 东冬动 西希稀 货获祸 快块筷 递弟第地 送宋颂 收手守首
退腿 款宽 发法罚 给个各 客克刻课 服福付副负 务物误悟 态太泰 度渡肚 差茶查 很恨狠 慢漫 坏怀 质制治至置 量亮良凉 价架嫁驾 格隔 钱前千 元圆员原 便变遍 宜移宜疑 贵桂 用佣 完玩晚 新心欣 旧就 破坡 碎岁 漏楼 包胞 装庄 盒合和何 商伤 品拼聘 平瓶屏评
机鸡击积 手首 屏平 电店 池迟持 充冲 线现限县 开凯 关官观 打达答 话画化 问闻 题提 联连莲 系细戏 等邓 天添填 月越 年念 今金 明名鸣 昨左作做 早找 午五武 时十实 间见件建 点典 分份芬 订定丁 单丹担 号好 码马 支知 付附 退推 换唤欢 修休 保宝饱 期七其 过果裹
看砍 听厅 想响像象向 知之只 真针珍 假甲贾 骗片偏 子字自 垃拉 圾级 投头 诉素速 评平 星兴 赠曾 券劝全 优忧油 惠会 活火 动东 满慢 减简 降讲将 涨长掌 红洪 包报抱 水睡谁 果裹 肉柔 菜才猜 饭范犯 吃迟 味位为 冷愣 热惹 洗喜 衣一医已 鞋些 色涩 码吗妈 尺迟
处出初 理里礼李 解姐 决绝觉 回会 复付 催崔 急及级 态贷 骂马 推腿 说水 人仁 员园 门们 口扣 楼漏 丢丟 错挫 少稍 多朵 缺却 件建 赔陪 偿常尝 损孙 烂兰蓝 臭丑 毒独 虫重 霉没 味未
"""
# … or because they look alike.
LOOK_ALIKE = "已己 末未 土士 日曰 人入 大太 天夫 干千 王玉 贝见 目自 田由 问间 买卖 货贷 侍待 快块 换唤 辩辨 拨拔 折拆 帐账 象像 坏环 怀坏 没设 很狠 吗妈 情请 清请 晴睛 喝渴 包句 泡炮 低底 祥样 退追 送迭 客容 服报 质盾 屏展 破坡 碎醉 收牧 评评 价介 假暇 单旱 优忧 惠患 券卷 骗偏 垃拉"

EMOJI = "😡😤😭🙄👎💔😂🤬😞👌😊🌹🙏💩🤮😅😱🔥💢🥲"

# Rows of an English keyboard: neighbours are hit instead.
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
