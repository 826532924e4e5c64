"""Root URLs: the front desk knows where every room's pages hang."""

from yexiao.frontdesk.urls import root_patterns

urlpatterns = root_patterns()

handler400 = "yexiao.common.web.bad_request"
handler403 = "yexiao.common.web.forbidden"
handler404 = "yexiao.common.web.not_found"
handler500 = "yexiao.common.web.server_error"
